package org.acme;

import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.EntryPoints;
import io.quarkiverse.processpool.worker.WorkerMain;
import javax.annotation.processing.Generated;

/**
 * Main class of the worker processes that run the methods of {@link Squares}.
 */
@Generated("io.quarkiverse.processpool.processor.InProcessPoolProcessor")
public final class SquaresWorker implements EntryPoints {
    public static void main(String[] args) {
        WorkerMain.run(new SquaresWorker());
    }

    @Override
    public EntryPoint<?, ?> entryPoint(String signature) {
        return switch (signature) {
            case "square(int)" -> SquaresTasks.Square.ENTRY_POINT;
            default -> null;
        };
    }
}
