package io.quarkiverse.processpool.processor.model;

import java.util.List;
import java.util.Set;

import javax.lang.model.element.TypeElement;

/**
 * A class with marked methods, in the order of their declaration.
 *
 * @param isPublic whether the class, and each class around it, is public
 * @param suppressions the warnings that any use of the class or of the types in its methods gives, such as {@code deprecation}
 */
public record TaskClass(TypeElement element, GeneratedNames names, boolean isPublic, List<TaskMethod> methods,
        Set<String> suppressions) {
}
