package io.quarkiverse.processpool.processor.model;

import javax.lang.model.element.VariableElement;

/** A parameter of a marked method, and how its arguments travel. */
public record TaskParameter(VariableElement element, Encoding encoding) {

    /** Whether the argument is a stream. */
    public boolean isInput() {
        return encoding instanceof Encoding.Known known && known.call().equals(Encoding.Known.INPUT);
    }

    public String name() {
        return element.getSimpleName().toString();
    }
}
