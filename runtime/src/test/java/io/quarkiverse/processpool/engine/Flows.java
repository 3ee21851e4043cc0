package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.TaskContext;
import io.smallrye.mutiny.Multi;

/** Methods with many results. */
final class Flows {

    private Flows() {
    }

    /** What can be sent unless its number is 3. */
    static final class Shy implements Serializable {

        private static final long serialVersionUID = 1L;
        final int number;

        Shy(int number) {
            this.number = number;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (number == 3) {
                throw new NotSerializableException("shy");
            }
            out.defaultWriteObject();
        }
    }

    /** What can be read in another process unless its number is 5. */
    record Picky(int number, long pid) {
        Picky {
            if (number == 5 && pid != ProcessHandle.current().pid()) {
                throw new IllegalStateException("picky");
            }
        }
    }

    /** An iterator that can be closed. */
    static final class Closeable implements Iterator<Integer>, AutoCloseable {

        private final Path closed;
        private int next;

        Closeable(Path closed) {
            this.closed = closed;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Integer next() {
            return next++;
        }

        @Override
        public void close() throws IOException {
            Misbehave.append(closed, "closed");
        }
    }

    @InProcessPool(pool = "misbehave")
    static Stream<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed();
    }

    @InProcessPool(pool = "misbehave")
    static Iterator<Integer> iterator(Path closed) {
        return new Closeable(closed);
    }

    @InProcessPool(pool = "misbehave")
    static Multi<Integer> multi(int end, Path cancelled) {
        return Multi.createFrom().range(0, end).onCancellation().invoke(() -> append(cancelled, "cancelled"));
    }

    private static void append(Path file, String line) {
        try {
            Misbehave.append(file, line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without end. Says in a file how many it has made, and in another one that it was closed. */
    @InProcessPool(pool = "misbehave")
    static Stream<Integer> endless(Path made, Path closed) {
        return Stream.iterate(1, i -> i + 1).peek(i -> write(made, i)).onClose(() -> append(closed, "closed"));
    }

    private static void write(Path file, int number) {
        try {
            Files.writeString(file, Integer.toString(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The inner stream has no end, and its elements come all the same. */
    @InProcessPool(pool = "misbehave")
    static Stream<Integer> flattened(int start) {
        return Stream.of(start).flatMap(first -> Stream.iterate(first, i -> i + 1));
    }

    /** So many times the process id of the worker; then it waits for a file. */
    @InProcessPool(pool = "misbehave")
    static Stream<Long> pidsThenWait(int count, Path gate) {
        return IntStream.rangeClosed(0, count).mapToObj(i -> {
            if (i == count) {
                awaitFile(gate);
            }
            return ProcessHandle.current().pid();
        });
    }

    private static void awaitFile(Path gate) {
        try {
            Gate.await(gate);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @InProcessPool(pool = "misbehave")
    static Stream<Integer> failAt(int index, Path closed) {
        return IntStream.range(0, 1_000).mapToObj(i -> {
            if (i == index) {
                throw new UnsupportedOperationException("at " + i);
            }
            return i;
        }).onClose(() -> append(closed, "closed"));
    }

    @InProcessPool(pool = "misbehave")
    static Stream<Integer> failAtOnce(int ignored) throws IOException {
        throw new IOException("no such thing");
    }

    @InProcessPool(pool = "misbehave")
    static Stream<Integer> failToClose(int count) {
        return upTo(count).onClose(() -> {
            throw new IllegalStateException("cannot be closed");
        });
    }

    @InProcessPool(pool = "misbehave")
    static Stream<Integer> nothing(int ignored) {
        return null;
    }

    @InProcessPool(pool = "misbehave")
    static Stream<String> nullAfter(int count) {
        return Stream.concat(upTo(count).map(String::valueOf), Stream.of((String) null));
    }

    @InProcessPool(pool = "misbehave")
    static Stream<Shy> shy(int count) {
        return upTo(count).map(Shy::new);
    }

    @InProcessPool(pool = "misbehave")
    static Stream<Picky> picky(int count) {
        return upTo(count).map(i -> new Picky(i, ProcessHandle.current().pid()));
    }

    /** Arrays of zeros of those lengths. */
    @InProcessPool(pool = "misbehave")
    static Stream<byte[]> arrays(int... lengths) {
        return IntStream.of(lengths).mapToObj(byte[]::new);
    }

    /** The first bytes of each array are its number. */
    @InProcessPool(pool = "misbehave")
    static Stream<byte[]> manyArrays(int count, int length) {
        return IntStream.range(0, count).mapToObj(i -> {
            byte[] bytes = new byte[length];
            bytes[0] = (byte) i;
            bytes[length - 1] = (byte) (i >> 8);
            return bytes;
        });
    }

    /** Dies at an element, the first time. */
    @InProcessPool(pool = "misbehave", retries = 2)
    static Stream<Integer> dieOnceAt(int index, Path ran) {
        boolean isFirst = !Files.exists(ran);
        append(ran, "ran");
        return upTo(10).peek(i -> {
            if (i == index && isFirst) {
                ElementsSent.await(index);
                Runtime.getRuntime().halt(3);
            }
        });
    }

    /** Elements that came before one that takes long are sent meanwhile. */
    private static final class ElementsSent {

        static void await(int index) {
            for (long end = System.nanoTime() + 100_000_000; index > 0 && System.nanoTime() - end < 0;) {
                Thread.onSpinWait();
            }
        }
    }

    /** Asks itself whether it is cancelled, and says progress. */
    @InProcessPool(pool = "misbehave")
    static Stream<Boolean> asks(int count) {
        return upTo(count).map(i -> {
            TaskContext.current().progress(i, count);
            return TaskContext.current().isCancelled() || !TaskContext.isInWorker();
        });
    }

    /** Each element is made after so many milliseconds; the last is never made. */
    @InProcessPool(pool = "misbehave")
    static Stream<Integer> slow(int count, int millis, Path gate) {
        return IntStream.rangeClosed(0, count).mapToObj(i -> {
            for (long end = System.nanoTime() + millis * 1_000_000L; System.nanoTime() - end < 0;) {
                Thread.onSpinWait();
            }
            if (i == count) {
                awaitFile(gate);
            }
            return i;
        });
    }
}
