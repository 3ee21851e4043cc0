package io.quarkiverse.processpool.deployment;

import jakarta.enterprise.inject.spi.DeploymentException;

import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;

/** A mistake in the application that the build can see: says where, what, why and how to repair it. */
public final class Problem extends DeploymentException {

    private static final long serialVersionUID = 1L;

    private final String id;
    private final String element;

    /**
     * @param id stable name of the kind of problem, such as {@code PP-501}
     * @param element the narrowest element that has the problem
     */
    Problem(String id, String element, String message) {
        super("[" + id + "] " + message);
        this.id = id;
        this.element = element;
    }

    public String id() {
        return id;
    }

    public String element() {
        return element;
    }

    /** The stack is that of the build, which says nothing about the application and would bury the message. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    ValidationErrorBuildItem asBuildItem() {
        return new ValidationErrorBuildItem(this);
    }
}
