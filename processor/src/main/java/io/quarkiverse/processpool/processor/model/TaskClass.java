package io.quarkiverse.processpool.processor.model;

import java.util.List;
import java.util.Set;

import javax.lang.model.element.TypeElement;

/**
 * A class with marked methods, in the order of their declaration; it may have none, and only methods that a worker
 * should call.
 *
 * @param isPublic whether the class, and each class around it, is public
 * @param suppressions the warnings that any use of the class or of the types in its methods gives, such as {@code
 *        deprecation}
 */
public record TaskClass(TypeElement element, GeneratedNames names, boolean isPublic, List<TaskMethod> methods,
        List<WorkerHook> hooks, Set<String> suppressions) {

    /** Whether generated code needs an instance of the class. */
    public boolean hasInstanceMethods() {
        return methods.stream().anyMatch(method -> !method.isStatic()) || hasInstanceHooks();
    }

    public boolean hasInstanceHooks() {
        return hooks.stream().anyMatch(hook -> !hook.isStatic());
    }
}
