package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.Task;

/** All results, in the order of the items, whatever the chunks. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class MapTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3, 10, 4095, 4096, 4097, 100_000 })
    void resultsAreInTheOrderOfTheItems(int count) throws Exception {
        List<Integer> numbers = IntStream.range(0, count).boxed().toList();
        try (WorkerPool pool = Pools.of(2)) {
            assertThat(pool.map(MisbehaveTasks::square, numbers).get()).isEqualTo(numbers.stream().map(x -> x * x).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 7, 20, 1000 })
    void theChunkSizeCanBeGiven(int chunkSize) throws Exception {
        List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
        try (WorkerPool pool = Pools.of(2)) {
            assertThat(pool.map(MisbehaveTasks::square, numbers, chunkSize).get())
                    .isEqualTo(numbers.stream().map(x -> x * x).toList());
            assertThatThrownBy(() -> pool.map(MisbehaveTasks::square, numbers, 0)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("chunk size of at least 1");
        }
    }

    @Test
    void itemsOfUnknownNumber() throws Exception {
        Iterable<Integer> numbers = () -> IntStream.range(0, 50_000).iterator();
        try (WorkerPool pool = Pools.of(2)) {
            List<Integer> squares = pool.map(MisbehaveTasks::square, numbers).get();
            assertThat(squares).hasSize(50_000).endsWith(49_999 * 49_999);
        }
    }

    @Test
    void nullResultsKeepTheirPlace() throws Exception {
        try (WorkerPool pool = Pools.of(2)) {
            assertThat(pool.map(MisbehaveTasks::property, List.of("no.such", "java.version", "none")).get())
                    .containsExactly(null, System.getProperty("java.version"), null);
        }
    }

    /** Python's test_map_no_failfast. */
    @Test
    void aFailureDoesNotStopTheOthersAndTheFirstByOrderIsKept() throws Exception {
        Path file = directory.resolve("ran");
        List<Integer> items = IntStream.range(0, 50).boxed().toList();
        try (WorkerPool pool = Pools.of(2)) {
            CompletableFuture<List<Void>> all = pool.map(i -> i == 3 || i == 30 ? cast(MisbehaveTasks.fail("item " + i))
                    : MisbehaveTasks.append(file, "item " + i), items);
            assertThatThrownBy(() -> all.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                    .cause().isInstanceOf(IOException.class).hasMessage("item 3");
            assertThat(Files.readAllLines(file)).hasSize(48);
        }
    }

    @SuppressWarnings("unchecked") // it never has a result
    private static Task<Void> cast(Task<?> task) {
        return (Task<Void>) task;
    }

    /** Python's test_map_handle_iterable_exception: at the first and at the fourth item, and again. */
    @ParameterizedTest
    @ValueSource(ints = { 0, 3, 2000 })
    @DisplayName("B43 An argument stream that throws fails its call and leaves the workers clean")
    void anItemThatCannotBeReadFailsTheCallAlone(int at) throws Exception {
        Iterable<Integer> numbers = () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next == at) {
                    throw new IllegalStateException("at " + at);
                }
                return next++;
            }
        };
        try (WorkerPool pool = Pools.of(2)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pool.map(MisbehaveTasks::square, numbers).get(30, TimeUnit.SECONDS))
                        .cause().isInstanceOf(IllegalStateException.class).hasMessage("at " + at);
            }
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
        }
    }

    @Test
    @DisplayName("B17 map does not read its items far ahead of the work")
    void itemsAreNotReadFarAheadOfTheWork() throws Exception {
        Path gate = directory.resolve("gate");
        AtomicInteger read = new AtomicInteger();
        Iterable<Integer> numbers = () -> IntStream.generate(read::incrementAndGet).limit(1000).iterator();
        try (WorkerPool pool = Pools.of(2)) {
            CompletableFuture<List<Long>> all = pool.map(i -> MisbehaveTasks.announceAndWait(directory.resolve("ran"), gate),
                    numbers);
            Pools.lines(directory.resolve("ran"), 2);
            assertThat(read.get()).isLessThan(50);
            Files.createFile(gate);
            assertThat(all.get(30, TimeUnit.SECONDS)).hasSize(1000);
        }
    }

    @Test
    void anArgumentThatCannotBeSentFailsItsTaskAlone() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxPayload(1000))) {
            List<byte[]> items = List.of(new byte[10], new byte[2000], new byte[20]);
            assertThatThrownBy(() -> pool.map(MisbehaveTasks::echo, items).get())
                    .cause().hasMessageContaining("echo(byte[])").hasMessageContaining("1000");
            assertThat(pool.stats().completed()).isEqualTo(2);
            assertThat(pool.apply(MisbehaveTasks.echo(new byte[5]))).hasSize(5);
        }
    }

    @Test
    void aChunkMayBeLargerThanOnePayload() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxPayload(1 << 16))) {
            List<byte[]> items = java.util.Collections.nCopies(300, new byte[60_000]);
            assertThat(pool.map(MisbehaveTasks::echo, items, 100).get(60, TimeUnit.SECONDS)).hasSize(300);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    @Test
    void anErrorInTheItemsEndsTheCall() {
        try (WorkerPool pool = Pools.of(1)) {
            assertThatThrownBy(() -> pool.map((Integer i) -> {
                throw new StackOverflowError("deep");
            }, List.of(1, 2)).get(30, TimeUnit.SECONDS)).cause().isInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    @DisplayName("B17 Cancelling a map stops the reading of its items, which may be without end")
    void cancellingStopsTheReadingOfItemsAndTheRunningTasks() throws Exception {
        Path ran = directory.resolve("ran");
        AtomicInteger read = new AtomicInteger();
        Iterable<Integer> endless = () -> IntStream.generate(read::incrementAndGet).iterator();
        try (WorkerPool pool = Pools.of(2)) {
            CompletableFuture<List<Long>> all = pool.map(i -> MisbehaveTasks.announceAndWait(ran, directory.resolve("never")),
                    endless);
            List<String> pids = new ArrayList<>(Pools.lines(ran, 2));
            all.cancel(true);
            int atCancel = read.get();
            assertThat(atCancel).isLessThan(50);
            assertThat(pids).as("interrupted, and free for others").contains(pool.apply(MisbehaveTasks.pid(0)).toString());
            assertThat(pool.map(MisbehaveTasks::square, List.of(1, 2, 3)).get(30, TimeUnit.SECONDS)).containsExactly(1, 4, 9);
            assertThat(read).as("items that were read").hasValueLessThanOrEqualTo(atCancel + 1);
            assertThat(Files.readAllLines(ran)).hasSize(2);
            assertThat(pool.stats().queueLength()).isZero();
        }
    }

    /** Long tasks at the end do not wait behind one another while a worker is free. */
    @Test
    void nothingWaitsBehindALongTaskWhileAWorkerIsFree() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(2)) {
            pool.map(MisbehaveTasks::nap, List.of(1, 1)).get();
            // All three in one chunk for one worker; the second can only end when the third has begun elsewhere.
            CompletableFuture<List<Long>> all = pool.map(i -> MisbehaveTasks.announceAndWait(ran, i == 0 ? gate : directory),
                    List.of(0, 1, 2), 3);
            Pools.lines(ran, 3);
            Files.createFile(gate);
            assertThat(all.get(30, TimeUnit.SECONDS)).hasSize(3);
        }
    }
}
