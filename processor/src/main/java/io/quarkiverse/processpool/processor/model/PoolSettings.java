package io.quarkiverse.processpool.processor.model;

import java.util.OptionalLong;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;

/**
 * What the annotation on a method says, and where.
 *
 * @param pool the name of the pool, never empty
 * @param isNamed whether the annotation names the pool; otherwise the name is made of that of the class
 * @param timeout as written; empty for none
 */
public record PoolSettings(AnnotationMirror annotation, String pool, boolean isNamed, int workers, String timeout,
        int retries) {

    /** The timeout in milliseconds, 0 for none; empty if it is not a valid one. */
    public OptionalLong timeoutMillis() {
        return timeout.isEmpty() ? OptionalLong.of(0) : DurationText.millis(timeout);
    }

    /** The value as it is written in the annotation, or null if it is left to its default. */
    public AnnotationValue value(String name) {
        for (ExecutableElement member : annotation.getElementValues().keySet()) {
            if (member.getSimpleName().contentEquals(name)) {
                return annotation.getElementValues().get(member);
            }
        }
        return null;
    }
}
