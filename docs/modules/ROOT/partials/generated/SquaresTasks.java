package org.acme;

import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;
import javax.annotation.processing.Generated;

/**
 * Tasks that run the methods of {@link Squares} in worker processes.
 */
@Generated("io.quarkiverse.processpool.processor.InProcessPoolProcessor")
public final class SquaresTasks {
    private SquaresTasks() {
    }

    /**
     * A task that calls {@link Squares#square(int)} in a worker of the pool {@code squares}.
     */
    public static Task<Integer> square(int x) {
        return new Square(x);
    }

    record Square(int x) implements Task<Integer> {
        static final EntryPoint<Square, Integer> ENTRY_POINT = new SquareEntryPoint();

        @Override
        public Integer call() {
            return Squares.square(x);
        }

        @Override
        public EntryPoint<Square, Integer> entryPoint() {
            return ENTRY_POINT;
        }
    }

    private static final class SquareEntryPoint extends EntryPoint<Square, Integer> {
        SquareEntryPoint() {
            super("org.acme.SquaresWorker", "square(int)", "squares", 0, 0);
        }

        @Override
        public void encodeArguments(Square task, Encoder out) {
            out.writeInt(task.x());
        }

        @Override
        public Square decodeArguments(Decoder in) {
            return new Square(in.readInt());
        }

        @Override
        public void encodeResult(Integer result, Encoder out) {
            out.writeInt(result);
        }

        @Override
        public Integer decodeResult(Decoder in) {
            return in.readInt();
        }
    }
}
