package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.TaskTimeoutException;

/** When the heap of the application is full for a moment, calls fail, but none is forgotten, and the pool goes on. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(1_200)
class FullHeapTest {

    private static final int ROUNDS = Integer.getInteger("fullHeapRounds", 12);
    private static final int PATIENCE_SECONDS = 1_000;
    /**
     * JDK 17 itself crashes if there is no memory at the very moment at which it accepts a Unix socket; once in a hundred runs.
     */
    private static final String CRASHES_WITHOUT_MEMORY = "Java_sun_nio_ch_UnixDomainSockets_localAddress0";
    private static final int MOST_CRASHES = 3;

    @TempDir
    Path directory;

    /** Three threads call, while another one fills the heap up to the last bytes, again and again. */
    static final class Parent {

        private static final int PAYLOAD = 100_000;
        private static final long PATIENCE_SECONDS = 60;
        private static final long FULL_MILLIS = 20;
        private static final long BETWEEN_MILLIS = 200;
        private static final int SMALLEST = 64;

        private static final AtomicInteger DONE = new AtomicInteger();
        private static final AtomicInteger FAILED = new AtomicInteger();
        private static final AtomicInteger WRONG = new AtomicInteger();
        private static final AtomicInteger FORGOTTEN = new AtomicInteger();
        private static volatile boolean over;
        private static volatile Object held;

        public static void main(String[] args) throws Exception {
            List<Integer> numbers = IntStream.range(0, 2000).boxed().toList();
            List<Integer> squares = numbers.stream().map(n -> n * n).toList();
            byte[] payload = new byte[PAYLOAD];
            try (WorkerPool pool = Pools.of(2)) {
                pool.apply(MisbehaveTasks.square(1));
                List<Thread> callers = List.of(caller(() -> pool.submit(MisbehaveTasks.square(9)), Integer.valueOf(81)::equals),
                        caller(() -> pool.map(MisbehaveTasks::square, numbers), squares::equals),
                        caller(() -> pool.submit(MisbehaveTasks.echo(payload)), result -> ((byte[]) result).length == PAYLOAD));
                for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                    held = everything();
                    Thread.sleep(FULL_MILLIS);
                    held = null;
                    Thread.sleep(BETWEEN_MILLIS);
                }
                over = true;
                for (Thread caller : callers) {
                    caller.join();
                }
                System.out.println("done " + (DONE.get() > 0) + ", wrong " + WRONG + ", forgotten " + FORGOTTEN);
                System.out.println("and then " + pool.map(MisbehaveTasks::square, List.of(1, 2, 3)).get(PATIENCE_SECONDS,
                        TimeUnit.SECONDS));
            }
            try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(Duration.ofMillis(100)))) {
                pool.apply(MisbehaveTasks.nap(60_000));
            } catch (TaskTimeoutException e) {
                System.out.println("limits hold");
            }
        }

        private static Thread caller(Supplier<Future<?>> call, Predicate<Object> isRight) {
            Thread thread = new Thread(() -> {
                while (!over) {
                    one(call, isRight);
                }
            });
            thread.start();
            return thread;
        }

        private static void one(Supplier<Future<?>> call, Predicate<Object> isRight) {
            try {
                Object result = await(call.get());
                (isRight.test(result) ? DONE : WRONG).incrementAndGet();
            } catch (ExecutionException | OutOfMemoryError | RuntimeException e) {
                FAILED.incrementAndGet();
            } catch (TimeoutException e) {
                FORGOTTEN.incrementAndGet();
            } catch (InterruptedException e) {
                over = true;
            }
        }

        /** Where the collector has hardly any time, nothing may come on until all is over; then it has to. */
        private static Object await(Future<?> future) throws ExecutionException, InterruptedException, TimeoutException {
            while (true) {
                boolean wasOver = over;
                try {
                    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    if (wasOver) {
                        throw e;
                    }
                }
            }
        }

        /** Takes what there is, in ever smaller pieces. */
        private static Object everything() {
            Object[] all = null;
            for (int size = 1 << 18; size >= SMALLEST;) {
                try {
                    Object[] more = new Object[size];
                    more[0] = all;
                    all = more;
                } catch (OutOfMemoryError e) {
                    size /= 4;
                }
            }
            return all;
        }
    }

    @Test
    @DisplayName("B3 When the heap of the application is full again and again, the pool goes on, and its limits hold")
    void whenTheHeapOfTheApplicationIsFullForAMoment() throws Exception {
        int exit = run();
        for (int i = 0; i < MOST_CRASHES && said().contains(CRASHES_WITHOUT_MEMORY); i++) {
            exit = run();
        }
        assertThat(exit).as(said()).isZero();
        assertThat(said().lines()).contains("done true, wrong 0, forgotten 0", "and then [1, 4, 9]", "limits hold");
    }

    private int run() throws Exception {
        Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:+ErrorFileToStdout", "-cp",
                String.join(File.pathSeparator, System.getProperty("java.class.path")), Parent.class.getName(),
                Integer.toString(ROUNDS)).redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output().toFile()).start();
        assertThat(parent.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
        return parent.exitValue();
    }

    private Path output() {
        return directory.resolve("said");
    }

    private String said() throws IOException {
        return Files.readString(output());
    }
}
