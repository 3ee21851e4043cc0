package io.quarkiverse.processpool.engine;

import java.io.IOException;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.WorkerExit;
import io.quarkiverse.processpool.WorkerInit;

/** Shares the pool of {@link Prepared}, with methods of an instance. */
class Guest {

    private boolean isReady;

    @WorkerInit
    void arrive() throws IOException {
        Prepared.log("arrive");
        if (Prepared.isAsked("no room")) {
            throw new NoRoomException("no room for the guest");
        }
        if (Prepared.isAsked("heap is full")) {
            throw new OutOfMemoryError("Java heap space");
        }
        isReady = true;
    }

    @InProcessPool(pool = "prepared")
    boolean isReady(int ignored) {
        return isReady;
    }

    @WorkerExit
    void leave() throws IOException {
        Prepared.log("leave");
    }

    static final class NoRoomException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoomException(String message) {
            super(message);
        }
    }
}
