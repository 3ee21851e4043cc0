package io.quarkiverse.processpool.test;

import java.io.Serializable;

/** A value that looks serializable to a compiler and is not: it holds an object that cannot be written. */
public final class Unserializable implements Serializable {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as is meant
    private final Object content;

    Unserializable(Object content) {
        this.content = content;
    }

    @Override
    public String toString() {
        return "Unserializable[" + content + "]";
    }
}
