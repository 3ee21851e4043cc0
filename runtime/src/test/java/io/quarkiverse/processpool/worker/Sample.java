package io.quarkiverse.processpool.worker;

import java.util.concurrent.CountDownLatch;

import io.quarkiverse.processpool.InProcessPool;

/** Tasks of the tests of this package. */
final class Sample {

    private Sample() {
    }

    @InProcessPool(workers = 1)
    static int square(int x) {
        return x * x;
    }

    @InProcessPool
    static String repeat(String text, int times) {
        return text.repeat(times);
    }

    @InProcessPool
    static int fail(String message) {
        throw new IllegalStateException(message);
    }

    @InProcessPool
    static int failLong(int length) {
        throw new IllegalArgumentException("x".repeat(length));
    }

    @InProcessPool
    static int failSilently() {
        throw new Silent();
    }

    @InProcessPool
    static Choosy choosy(Choosy value) {
        return value;
    }

    @InProcessPool
    static int exhaust() {
        throw new OutOfMemoryError("Java heap space");
    }

    /** Opened by the test, whose JVM this is. */
    static volatile CountDownLatch gate;

    @InProcessPool
    static int waitAtGate(int x) throws InterruptedException {
        gate.await();
        return x;
    }

    @InProcessPool
    static int leaveTraces() {
        Thread.currentThread().interrupt();
        Thread.currentThread().setContextClassLoader(null);
        return 1;
    }

    @InProcessPool
    static int traces() {
        Thread thread = Thread.currentThread();
        return (thread.isInterrupted() ? 1 : 0) + (thread.getContextClassLoader() == null ? 2 : 0);
    }

    /** Cannot be made of a negative number, and says so in the least helpful way. */
    record Choosy(int number) {
        Choosy {
            if (number < 0) {
                throw new Silent();
            }
        }

        @Override
        public int number() {
            if (number == 13) {
                throw new Silent();
            }
            return number;
        }
    }

    static final class Silent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new AssertionError("no message");
        }
    }
}
