package io.quarkiverse.processpool.engine;

import static io.quarkiverse.processpool.engine.Pools.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A task runs in another process and its result comes back. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class ApplyTest {

    @Test
    void aTaskRunsInAnotherProcess() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            assertThat(pool.apply(MisbehaveTasks.square(7))).isEqualTo(49);
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isNotEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void aTaskCalledHereRunsHere() throws Exception {
        assertThat(MisbehaveTasks.pid(0).call()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void submitAnswersAtOnceAndCompletesLater() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<Integer> future = pool.submit(MisbehaveTasks.square(3));
            assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(9);
        }
    }

    @Test
    void workersAreStartedOnDemandUpToTheSize() throws Exception {
        try (WorkerPool pool = Pools.of(3)) {
            assertThat(pool.stats().workers()).isEmpty();
            pool.apply(MisbehaveTasks.square(1));
            pool.apply(MisbehaveTasks.square(2));
            assertThat(pool.stats().workers()).as("one after the other needs one worker").hasSize(1);
            List<CompletableFuture<Integer>> naps = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                naps.add(pool.submit(MisbehaveTasks.nap(100)));
            }
            for (CompletableFuture<Integer> nap : naps) {
                nap.get(30, TimeUnit.SECONDS);
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("B32 Ten threads submit at once and each gets its own results")
    void tenThousandTasksFromTenThreadsGetTheirOwnResults() throws Exception {
        try (WorkerPool pool = Pools.of(2)) {
            AtomicInteger wrong = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 10; t++) {
                int first = t * 1000;
                Thread thread = new Thread(() -> {
                    List<CompletableFuture<Integer>> futures = new ArrayList<>();
                    for (int i = first; i < first + 1000; i++) {
                        futures.add(pool.submit(MisbehaveTasks.square(i)));
                    }
                    for (int i = 0; i < 1000; i++) {
                        if (futures.get(i).join() != (first + i) * (first + i)) {
                            wrong.incrementAndGet();
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).hasValue(0);
            assertThat(pool.stats().completed()).isEqualTo(10_000);
        }
    }

    /** B32: what is attached to a future may submit, and wait, on the thread where it runs. */
    @Test
    @DisplayName("B32 What is attached to a future may submit and wait")
    void aCallbackThatSubmitsAndWaitsDoesNotHoldUpThePool() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            List<CompletableFuture<Integer>> chained = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                chained.add(pool.submit(MisbehaveTasks.square(i))
                        .thenApply(square -> pool.submit(MisbehaveTasks.square(2)).join() + square));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(chained.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i * i + 4);
            }
        }
    }

    @Test
    void aReaderThatIsHeldUpByACallbackIsRelieved() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            pool.apply(MisbehaveTasks.square(1));
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Set<Thread> holders = new HashSet<>();
            // A receiver that waits on the reader thread, as a callback attached at the wrong moment does.
            pool.submit(MisbehaveTasks.square(5), new Receiver() {
                @Override
                void result(int index, Object value) {
                    holders.add(Thread.currentThread());
                    held.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                void failure(int index, Throwable failure) {
                    held.countDown();
                }

                @Override
                boolean isTold() {
                    return held.getCount() == 0;
                }
            });
            held.await();
            assertThat(pool.submit(MisbehaveTasks.square(6)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(36);
            go.countDown();
            assertThat(holders.iterator().next().getName()).endsWith("-reader");
            assertThat(pool.apply(MisbehaveTasks.square(7))).isEqualTo(49);
        }
    }

    @Test
    void anExecutorThatRefusesCallbacksCostsNoResult() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.callbackExecutor(callback -> {
            throw new java.util.concurrent.RejectedExecutionException("full");
        }))) {
            for (int i = 0; i < 20; i++) {
                assertThat(pool.submit(MisbehaveTasks.square(i)).thenApply(x -> x + 1).get(30, TimeUnit.SECONDS))
                        .isEqualTo(i * i + 1);
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    @Test
    void whatATaskLeavesOnItsThreadIsGoneForTheNext() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            pool.apply(MisbehaveTasks.leaveTraces(1));
            assertThat(pool.apply(MisbehaveTasks.seesTraces(1))).isFalse();
        }
    }

    @Test
    void aThreadThatIsInterruptedCanSubmit() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            Thread.currentThread().interrupt();
            CompletableFuture<Long> future = pool.submit(MisbehaveTasks.pid(1));
            assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
            assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(pid);
        }
    }

    @Test
    void anInterruptEndsTheWaitingAndTheTask() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            pool.apply(MisbehaveTasks.square(1));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.nap(100_000))).isInstanceOf(InterruptedException.class);
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }
}
