package io.quarkiverse.processpool.deployment;

import java.util.List;

import io.quarkus.builder.item.MultiBuildItem;

/** A pool of the application with the methods that it runs. Produced in the order of the names. */
public final class DeclaredPoolBuildItem extends MultiBuildItem {

    private final String name;
    private final int workers;
    private final List<MarkedMethodBuildItem> methods;

    /** @param workers the size that the annotations say, 0 for none */
    DeclaredPoolBuildItem(String name, int workers, List<MarkedMethodBuildItem> methods) {
        this.name = name;
        this.workers = workers;
        this.methods = List.copyOf(methods);
    }

    public String name() {
        return name;
    }

    public int workers() {
        return workers;
    }

    public List<MarkedMethodBuildItem> methods() {
        return methods;
    }
}
