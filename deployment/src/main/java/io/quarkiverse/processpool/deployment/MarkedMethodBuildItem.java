package io.quarkiverse.processpool.deployment;

import java.util.stream.Collectors;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;

import io.quarkus.builder.item.MultiBuildItem;

/** A method that is marked with {@code @InProcessPool}. */
public final class MarkedMethodBuildItem extends MultiBuildItem {

    private final MethodInfo method;
    private final String pool;
    private final int workers;

    /** @param workers the size that the annotation says, 0 for none */
    MarkedMethodBuildItem(MethodInfo method, String pool, int workers) {
        this.method = method;
        this.pool = pool;
        this.workers = workers;
    }

    public MethodInfo method() {
        return method;
    }

    public ClassInfo declaringClass() {
        return method.declaringClass();
    }

    public String pool() {
        return pool;
    }

    public int workers() {
        return workers;
    }

    /** As people write it, such as {@code org.acme.Squares.square(int)}. */
    public String display() {
        return display(method);
    }

    static String display(MethodInfo method) {
        String parameters = method.parameterTypes().stream().map(type -> simple(type.toString()))
                .collect(Collectors.joining(", "));
        return method.declaringClass().name().toString().replace('$', '.') + "." + method.name() + "(" + parameters + ")";
    }

    private static String simple(String type) {
        return type.replaceAll("@\\S+ ", "").replaceAll("([\\w$]+\\.)+", "").replace('$', '.');
    }

    /** What the annotation processor writes for the class, for the suffix {@code Tasks} or {@code Worker}. */
    static DotName generated(DotName declaringClass, String suffix) {
        String name = declaringClass.toString();
        int simple = name.lastIndexOf('.') + 1;
        return DotName.createSimple(name.substring(0, simple) + name.substring(simple).replace('$', '_') + suffix);
    }
}
