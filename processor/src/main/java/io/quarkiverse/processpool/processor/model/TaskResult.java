package io.quarkiverse.processpool.processor.model;

import javax.lang.model.type.TypeMirror;

/**
 * What a marked method gives back.
 *
 * @param type the {@code R} of {@code Task<R>} or {@code StreamTask<R>}: boxed, and without what delivers it
 * @param isOpen whether the type depends on a type variable of the method
 */
public record TaskResult(Delivery delivery, TypeMirror type, boolean isOpen, Encoding encoding) {

    /** How the value comes out of the method. */
    public enum Delivery {
        /** The method has no value. */
        NONE,
        /** The method returns it. */
        RETURNED,
        /** By a {@code Uni}, for which the worker waits. */
        UNI,
        /** By a {@code CompletionStage}, for which the worker waits. */
        STAGE,
        /** One after the other, by a {@code Stream}, an {@code Iterator} or a {@code Multi}. */
        ELEMENTS;

        /** Whether there may be many. */
        public boolean isStream() {
            return this == ELEMENTS;
        }
    }
}
