package io.quarkiverse.processpool.processor.model;

import java.util.List;

import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;

/**
 * A method that a worker calls before or after the tasks of its class.
 *
 * @param checkedExceptions the declared exceptions that a caller must handle
 */
public record WorkerHook(Moment moment, ExecutableElement element, List<TypeMirror> checkedExceptions) {

    /** When a worker calls it; named like the method that is written for it. */
    public enum Moment {
        INIT("init", "io.quarkiverse.processpool.WorkerInit"),
        EXIT("exit", "io.quarkiverse.processpool.WorkerExit");

        private final String method;
        private final String annotation;

        Moment(String method, String annotation) {
            this.method = method;
            this.annotation = annotation;
        }

        /** The method of {@code EntryPoints} that calls it. */
        public String method() {
            return method;
        }

        /** The qualified name of the annotation. */
        public String annotation() {
            return annotation;
        }

        /** The annotation as it stands in a source. */
        public String mark() {
            return "@" + annotation.substring(annotation.lastIndexOf('.') + 1);
        }
    }

    public boolean isStatic() {
        return element.getModifiers().contains(Modifier.STATIC);
    }
}
