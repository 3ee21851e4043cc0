package io.quarkiverse.processpool.engine;

import java.util.List;

/** Keeps what it is told, results and failures, in the order in which that comes. */
class Told extends Receiver {

    private final List<Object> told;

    Told(List<Object> told) {
        this.told = told;
    }

    @Override
    void result(int index, Object value) {
        told.add(value);
    }

    @Override
    void failure(int index, Throwable failure) {
        told.add(failure);
    }

    @Override
    boolean isTold() {
        return !told.isEmpty();
    }
}
