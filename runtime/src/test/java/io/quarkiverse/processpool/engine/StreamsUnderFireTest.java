package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.WorkerDiedException;

/** Streams that are closed, and whose workers are killed, at any moment. {@code -Dfuzz.seed=…} repeats the choices. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(180)
class StreamsUnderFireTest {

    private static final int CLOSES = 400;
    private static final int KILLS = 40;
    private static final int MANY = 1 << 20;

    private final Random random = new Random(Long.getLong("fuzz.seed", 4711));

    @TempDir
    Path directory;

    @Test
    void aCloseAtAnyMomentKeepsTheWorker() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            for (int i = 0; i < CLOSES; i++) {
                StreamTask<Integer> task = i % 3 == 0 ? FlowsTasks.flattened(0)
                        : i % 3 == 1 ? FlowsTasks.upTo(MANY) : FlowsTasks.iterator(directory.resolve("closed"));
                int count = i % 5 == 0 ? random.nextInt(20_000) : random.nextInt(300);
                try (ResultStream<Integer> stream = pool.stream(task)) {
                    for (int next = 0; next < count; next++) {
                        assertThat(stream.next()).isEqualTo(next);
                    }
                }
                assertThat(pool.submit(MisbehaveTasks.square(i)).get(30, TimeUnit.SECONDS)).isEqualTo(i * i);
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    @Test
    void aCloseByAnotherThreadEndsTheWaiting() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            for (int i = 0; i < 100; i++) {
                ResultStream<Long> stream = pool.stream(FlowsTasks.pidsThenWait(i % 3, directory.resolve("gate")));
                AtomicReference<Exception> end = new AtomicReference<>();
                CountDownLatch took = new CountDownLatch(i % 3);
                Thread consumer = new Thread(() -> {
                    try {
                        while (stream.next() != null) {
                            took.countDown();
                        }
                    } catch (Exception e) {
                        end.set(e);
                    }
                });
                consumer.start();
                assertThat(took.await(30, TimeUnit.SECONDS)).isTrue();
                stream.close();
                consumer.join(30_000);
                assertThat(consumer.isAlive()).isFalse();
                assertThat(end.get()).isInstanceOf(CancellationException.class);
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    @Test
    void aKillAtAnyMomentLeavesABeginning() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            for (int i = 0; i < KILLS; i++) {
                long pid = pool.apply(TroubleTasks.pid(0));
                int killAt = random.nextInt(30_000);
                int next = 0;
                try (ResultStream<Integer> stream = pool.stream(FlowsTasks.flattened(0))) {
                    while (true) {
                        assertThat(stream.next()).isEqualTo(next++);
                        if (next == killAt + 1) {
                            Pools.kill(pid);
                        }
                    }
                } catch (WorkerDiedException e) {
                    assertThat(next).isGreaterThan(killAt);
                }
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(KILLS);
        }
    }
}
