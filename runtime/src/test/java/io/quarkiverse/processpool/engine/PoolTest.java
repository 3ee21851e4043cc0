package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.WorkerStats;
import io.quarkiverse.processpool.engine.Python.Counted;
import io.quarkiverse.processpool.engine.Python.Unpicklable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/**
 * CPython's {@code _TestPool}, test by test, under the names of its tests. None of them is left out.
 * <p>
 * What is different: keyword arguments do not exist; the callback and the error callback are what is attached to the
 * future; {@code imap} has a look-ahead instead of chunks, so all results before a bad input are delivered and not
 * only those of whole chunks; a closed pool throws {@link IllegalStateException} where Python's throws a ValueError.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class PoolTest {

    private static final List<Integer> TEN = numbers(10);

    @TempDir
    Path directory;

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<Integer> squares(int count) {
        return IntStream.range(0, count).map(x -> x * x).boxed().toList();
    }

    private static WorkerPool pool(int workers) {
        return WorkerPool.builder("python").workers(workers).build();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void test_apply() throws Exception {
        try (WorkerPool pool = pool(4)) {
            assertThat(pool.apply(PythonTasks.sqr(5))).isEqualTo(25);
            assertThat(pool.apply(PythonTasks.mul(3, 4))).isEqualTo(12);
        }
    }

    @Test
    void test_map() throws Exception {
        try (WorkerPool pool = pool(4)) {
            assertThat(get(pool.map(PythonTasks::sqr, TEN))).isEqualTo(squares(10));
            assertThat(get(pool.map(PythonTasks::sqr, numbers(100), 20))).isEqualTo(squares(100));
        }
    }

    @Test
    void test_starmap() throws Exception {
        List<int[]> pairs = IntStream.range(0, 100).mapToObj(i -> new int[] { i, 99 - i }).toList();
        List<Integer> products = pairs.stream().map(pair -> pair[0] * pair[1]).toList();
        try (WorkerPool pool = pool(4)) {
            assertThat(get(pool.map(pair -> PythonTasks.mul(pair[0], pair[1]), pairs))).isEqualTo(products);
            assertThat(get(pool.map(pair -> PythonTasks.mul(pair[0], pair[1]), pairs, 20))).isEqualTo(products);
        }
    }

    @Test
    void test_starmap_async() throws Exception {
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = pool(2)) {
            CompletableFuture<List<Integer>> later = pool.map(pair -> PythonTasks.sqrWhen(pair[0] * pair[1], gate),
                    List.of(new int[] { 2, 3 }, new int[] { 4, 5 }));
            assertThat(later).isNotDone();
            Files.createFile(gate);
            assertThat(get(later)).containsExactly(36, 400);
        }
    }

    @Test
    void test_map_async() throws Exception {
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = pool(4)) {
            CompletableFuture<List<Integer>> later = pool.map(x -> PythonTasks.sqrWhen(x, gate), TEN);
            assertThat(later).isNotDone();
            Files.createFile(gate);
            assertThat(get(later)).isEqualTo(squares(10));
        }
    }

    @Test
    void test_map_async_callbacks() throws Exception {
        List<Object> calls = new CopyOnWriteArrayList<>();
        try (WorkerPool pool = pool(1)) {
            get(pool.map(PythonTasks::parse, List.of("1")).whenComplete((value, e) -> calls.add(value)));
            assertThat(calls).containsExactly(List.of(1));
            CompletableFuture<List<Integer>> failing = pool.map(PythonTasks::parse, List.of("a"))
                    .whenComplete((value, e) -> calls.add(e));
            assertThatThrownBy(() -> get(failing)).cause().isInstanceOf(NumberFormatException.class);
            assertThat(calls).hasSize(2);
            assertThat(calls.get(1)).isInstanceOf(NumberFormatException.class);
        }
    }

    @Test
    void test_map_unplicklable() throws Exception {
        List<Unpicklable> items = IntStream.range(0, 10).mapToObj(Unpicklable::new).toList();
        try (WorkerPool pool = pool(2)) {
            assertThatThrownBy(() -> get(pool.map(PythonTasks::number, items))).cause()
                    .isInstanceOf(TaskEncodingException.class).hasMessageContaining("number(Unpicklable)")
                    .hasMessageContaining("cannot pickle 0").cause().isInstanceOf(IllegalStateException.class);
            assertThat(pool.apply(PythonTasks.sqr(3))).isEqualTo(9);
        }
    }

    @Test
    void test_map_chunksize() throws Exception {
        try (WorkerPool pool = pool(4)) {
            assertThat(get(pool.map(PythonTasks::sqr, List.<Integer> of(), 1))).isEmpty();
        }
    }

    /** Numbers from 0 up to a total, with an exception in the place of one of them. */
    private static Iterable<Integer> throwingAt(int total, int at) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < total;
            }

            @Override
            public Integer next() {
                if (at < 0 || next == at) {
                    throw new SayWhen();
                }
                return next++;
            }
        };
    }

    private static final class SayWhen extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Says that it has one item, and has none. */
    private static final class Lying extends java.util.AbstractCollection<Integer> {

        @Override
        public Iterator<Integer> iterator() {
            return throwingAt(1, -1).iterator();
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @Test
    void test_map_handle_iterable_exception() throws Exception {
        try (WorkerPool pool = pool(2)) {
            for (Iterable<Integer> items : List.of(throwingAt(1, -1), throwingAt(1, -1), throwingAt(10, 3), new Lying(),
                    new Lying())) {
                assertThatThrownBy(() -> get(pool.map(PythonTasks::sqr, items, 1))).cause().isInstanceOf(SayWhen.class);
            }
            assertThat(get(pool.map(PythonTasks::sqr, new Overstated(), 1))).isEqualTo(squares(3));
            assertThat(get(pool.map(PythonTasks::sqr, new Overstated()))).isEqualTo(squares(3));
            assertThat(pool.apply(PythonTasks.sqr(3))).isEqualTo(9);
        }
    }

    /** Says that it has a thousand items, and has three. */
    private static final class Overstated extends java.util.AbstractCollection<Integer> {

        @Override
        public Iterator<Integer> iterator() {
            return numbers(3).iterator();
        }

        @Override
        public int size() {
            return 1000;
        }
    }

    @Test
    void test_async() throws Exception {
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = pool(4)) {
            CompletableFuture<Integer> later = pool.submit(PythonTasks.sqrWhen(7, gate));
            assertThat(later).isNotDone();
            Files.createFile(gate);
            assertThat(get(later)).isEqualTo(49);
            long from = System.nanoTime();
            assertThat(get(pool.submit(PythonTasks.sqrAfter(7, 200)))).isEqualTo(49);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void test_async_timeout() throws Exception {
        WorkerPool pool = pool(4);
        CompletableFuture<Integer> never = pool.submit(PythonTasks.sqrWhen(6, directory.resolve("never")));
        long from = System.nanoTime();
        assertThatThrownBy(() -> never.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
        pool.terminate();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        assertThat(never).failsWithin(Pools.PATIENCE);
    }

    private static Multi<Integer> imap(WorkerPool pool, Iterable<Integer> items, int chunkSize, boolean ordered) {
        return Multi.createFrom().publisher(pool.imap(PythonTasks::sqr, Multi.createFrom().iterable(items),
                new ImapOptions(ordered, chunkSize, 0)));
    }

    @Test
    void test_imap() {
        try (WorkerPool pool = pool(4)) {
            assertThat(imap(pool, TEN, 1, true).collect().asList().await().atMost(Pools.PATIENCE)).isEqualTo(squares(10));
            AssertSubscriber<Integer> steps = imap(pool, TEN, 4, true).subscribe().withSubscriber(AssertSubscriber.create(0));
            for (int i = 0; i < 10; i++) {
                steps.awaitNextItems(1, Pools.PATIENCE).assertLastItem(i * i);
            }
            steps.awaitCompletion(Pools.PATIENCE);
            assertThat(imap(pool, numbers(1000), 100, true).collect().asList().await().atMost(Pools.PATIENCE))
                    .isEqualTo(squares(1000));
        }
    }

    @Test
    void test_imap_handle_iterable_exception() {
        try (WorkerPool pool = pool(2)) {
            for (int chunkSize : new int[] { 1, 2, 4 }) {
                imap(pool, throwingAt(1, -1), chunkSize, true).subscribe().withSubscriber(AssertSubscriber.create(20))
                        .awaitFailure(Pools.PATIENCE).assertHasNotReceivedAnyItem().assertFailedWith(SayWhen.class);
                imap(pool, throwingAt(10, 3), chunkSize, true).subscribe().withSubscriber(AssertSubscriber.create(20))
                        .awaitFailure(Pools.PATIENCE).assertItems(0, 1, 4).assertFailedWith(SayWhen.class);
                imap(pool, throwingAt(20, 7), chunkSize, true).subscribe().withSubscriber(AssertSubscriber.create(20))
                        .awaitFailure(Pools.PATIENCE).assertItems(0, 1, 4, 9, 16, 25, 36).assertFailedWith(SayWhen.class);
            }
        }
    }

    @Test
    void test_imap_unordered() {
        try (WorkerPool pool = pool(4)) {
            for (int chunkSize : new int[] { 1, 100 }) {
                assertThat(imap(pool, numbers(1000), chunkSize, false).collect().asList().await().atMost(Pools.PATIENCE))
                        .containsExactlyInAnyOrderElementsOf(squares(1000));
            }
        }
    }

    @Test
    void test_imap_unordered_handle_iterable_exception() {
        try (WorkerPool pool = pool(2)) {
            imap(pool, throwingAt(1, -1), 1, false).subscribe().withSubscriber(AssertSubscriber.create(20))
                    .awaitFailure(Pools.PATIENCE).assertHasNotReceivedAnyItem().assertFailedWith(SayWhen.class);
            AssertSubscriber<Integer> some = imap(pool, throwingAt(10, 3), 2, false).subscribe()
                    .withSubscriber(AssertSubscriber.create(20)).awaitFailure(Pools.PATIENCE).assertFailedWith(SayWhen.class);
            assertThat(new HashSet<>(squares(3))).containsAll(some.getItems());
            assertThat(some.getItems()).doesNotHaveDuplicates();
        }
    }

    @Test
    void test_make_pool() throws Exception {
        assertThatThrownBy(() -> pool(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not 0");
        assertThatThrownBy(() -> pool(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not -1");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = pool(3)) {
            CompletableFuture<List<Integer>> all = pool.map(x -> PythonTasks.sqrWhen(x, gate), TEN, 1);
            Pools.awaitWorkers(pool, 3);
            assertThat(pool.stats().size()).isEqualTo(3);
            Files.createFile(gate);
            assertThat(get(all)).isEqualTo(squares(10));
            assertThat(pool.stats().workersStarted()).isEqualTo(3);
        }
    }

    @Test
    void test_terminate() throws Exception {
        WorkerPool pool = pool(3);
        Path ran = directory.resolve("ran");
        CompletableFuture<List<Long>> all = pool.map(x -> MisbehaveTasks.announceAndWait(ran, directory.resolve("never")),
                numbers(10_000), 1);
        List<CompletableFuture<Integer>> queued = numbers(10_000).stream()
                .map(x -> pool.submit(PythonTasks.sqrAfter(x, 100_000))).toList();
        Pools.lines(ran, 3);
        long from = System.nanoTime();
        pool.terminate();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(10));
        assertThat(pool.stats().workers()).isEmpty();
        assertThat(all).failsWithin(Pools.PATIENCE);
        for (CompletableFuture<Integer> each : queued) {
            assertThatThrownBy(() -> get(each)).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void test_empty_iterable() throws Exception {
        List<Integer> none = List.of();
        try (WorkerPool pool = pool(1)) {
            assertThat(get(pool.map(PythonTasks::sqr, none))).isEmpty();
            assertThat(get(pool.map(PythonTasks::sqr, none::iterator))).isEmpty();
            assertThat(imap(pool, none, 1, true).collect().asList().await().atMost(Pools.PATIENCE)).isEmpty();
            assertThat(imap(pool, none, 1, false).collect().asList().await().atMost(Pools.PATIENCE)).isEmpty();
            assertThat(pool.stats().workersStarted()).isZero();
        }
    }

    @Test
    void test_context() throws Exception {
        CompletableFuture<List<Integer>> result;
        WorkerPool used;
        try (WorkerPool pool = pool(2)) {
            used = pool;
            result = pool.map(PythonTasks::sqr, TEN);
            assertThat(get(result)).isEqualTo(squares(10));
        }
        assertThatThrownBy(() -> used.map(PythonTasks::sqr, TEN)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void test_traceback() throws Exception {
        String source = "src/test/java/io/quarkiverse/processpool/engine/Python.java";
        List<String> lines = Files.readAllLines(Path.of(source));
        int line = 1 + IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).endsWith("// the line that the stack names")).findFirst().orElseThrow();
        try (WorkerPool pool = pool(1)) {
            Throwable e = catchThrowable(() -> pool.apply(PythonTasks.raising("key")));
            assertThat(e).isExactlyInstanceOf(NoSuchElementException.class).hasMessage("key");
            assertThat(e.getStackTrace()[0].getFileName()).isEqualTo("Python.java");
            assertThat(e.getStackTrace()[0].getLineNumber()).isEqualTo(line);
            StringWriter printed = new StringWriter();
            e.printStackTrace(new PrintWriter(printed));
            assertThat(printed.toString()).contains("Python.raising(Python.java:" + line + ")")
                    .contains("worker.python-1 (pid ");
            assertThat(isRemote(e)).isTrue();
            Throwable local = catchThrowable(() -> get(pool.map(PythonTasks::sqr, throwingAt(1, -1), 1))).getCause();
            assertThat(local).isInstanceOf(SayWhen.class);
            assertThat(isRemote(local)).as("it was thrown here").isFalse();
            AssertSubscriber<Integer> stream = imap(pool, throwingAt(1, -1), 1, true).subscribe()
                    .withSubscriber(AssertSubscriber.create(1)).awaitFailure(Pools.PATIENCE);
            assertThat(stream.getFailure()).isInstanceOf(SayWhen.class);
            assertThat(isRemote(stream.getFailure())).isFalse();
        }
    }

    private static boolean isRemote(Throwable e) {
        return List.of(e.getStackTrace()).stream().anyMatch(frame -> frame.getClassName().equals("worker"));
    }

    /** A pool that runs tasks here gives the exception itself, with no word about a worker. */
    @Test
    void test_wrapped_exception() {
        InPlacePool pool = new InPlacePool("python", Runnable::run);
        assertThatThrownBy(() -> pool.apply(PythonTasks.raising("key"))).isExactlyInstanceOf(NoSuchElementException.class)
                .hasMessage("key").satisfies(e -> assertThat(isRemote(e)).isFalse());
        assertThatThrownBy(() -> pool.submit(PythonTasks.raising("key")).get()).isInstanceOf(ExecutionException.class)
                .cause().isExactlyInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> pool.map(PythonTasks::raising, List.of("a", "b")).get())
                .cause().isExactlyInstanceOf(NoSuchElementException.class).hasMessage("a");
        pool.close();
        assertThatThrownBy(() -> pool.submit(PythonTasks.sqr(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void test_map_no_failfast() throws Exception {
        Path ran = directory.resolve("ran");
        WorkerPool pool = pool(2);
        long from = System.nanoTime();
        assertThatThrownBy(() -> get(pool.map(wait -> PythonTasks.raiseLargeError(ran, wait), List.of(0, 1000))))
                .cause().isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSize(1 << 20));
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(900));
        assertThat(Files.readAllLines(ran)).as("the second was waited for").containsExactly("waited 0", "waited 1000");
        pool.close();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
    }

    @Test
    void test_release_task_refs() throws Exception {
        List<WeakReference<Counted>> held = new ArrayList<>();
        try (WorkerPool pool = pool(1)) {
            mapCounted(pool, held);
            pool.apply(PythonTasks.identity(counted(held)));
            held.add(new WeakReference<>(pool.submit(PythonTasks.identity(counted(held))).get()));
            assertThat(held).hasSize(23);
            await().atMost(Pools.PATIENCE).untilAsserted(() -> {
                System.gc();
                assertThat(held).allMatch(reference -> reference.get() == null);
            });
            await().atMost(Pools.PATIENCE).until(() -> pool.apply(PythonTasks.countHeld(0)), "0 of 12"::equals);
        }
    }

    private static void mapCounted(WorkerPool pool, List<WeakReference<Counted>> held) throws Exception {
        List<Counted> arguments = IntStream.range(0, 10).mapToObj(i -> counted(held)).toList();
        get(pool.map(PythonTasks::identity, arguments)).forEach(result -> held.add(new WeakReference<>(result)));
    }

    private static Counted counted(List<WeakReference<Counted>> held) {
        Counted counted = new Counted(new byte[100]);
        held.add(new WeakReference<>(counted));
        return counted;
    }

    @Test
    void test_enter() {
        WorkerPool closed = pool(1);
        try (WorkerPool pool = closed) {
            assertThat(pool.name()).isEqualTo("python");
        }
        assertThatThrownBy(() -> {
            try (WorkerPool pool = closed) {
                pool.submit(PythonTasks.sqr(1));
            }
        }).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> closed.apply(PythonTasks.sqr(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void test_resource_warning() throws Exception {
        Path gate = directory.resolve("gate");
        try (LoggedRecords warnings = LoggedRecords.ofPool("python")) {
            List<Long> pids = new ArrayList<>();
            CompletableFuture<Integer> last = useAndForget(pids, gate);
            WeakReference<Object> garbage = new WeakReference<>(new Object());
            await().atMost(Pools.PATIENCE).until(() -> {
                System.gc();
                return garbage.get() == null;
            });
            assertThat(last).as("a pool with a task under way is in use").isNotDone();
            assertThat(warnings.warnings()).isEmpty();
            CountDownLatch attached = new CountDownLatch(1);
            CompletableFuture<Integer> derived = last.thenApply(x -> {
                attached.countDown();
                return x + 1;
            });
            Files.createFile(gate);
            assertThat(get(derived)).isEqualTo(50);
            assertThat(attached.getCount()).isZero();
            await().atMost(Pools.PATIENCE).until(() -> {
                System.gc();
                return !warnings.warnings().isEmpty();
            });
            pids.forEach(Pools::awaitDead);
            assertThat(get(last)).as("a result that was there stays there").isEqualTo(49);
            assertThat(warnings.warnings()).singleElement().asString().contains("'python' was not closed");
        }
    }

    private static CompletableFuture<Integer> useAndForget(List<Long> pids, Path gate) throws Exception {
        WorkerPool pool = pool(2);
        CompletableFuture<Integer> last = pool.submit(PythonTasks.sqrWhen(7, gate));
        pool.apply(PythonTasks.sqr(2));
        pool.stats().workers().stream().map(WorkerStats::pid).forEach(pids::add);
        assertThat(pids).isNotEmpty();
        return last;
    }

    /** The same without anything under way, and after a close: no word about it. */
    @Test
    void aPoolThatWasClosedIsForgottenWithoutAWord() throws Exception {
        try (LoggedRecords warnings = LoggedRecords.ofPool("python")) {
            WeakReference<WorkerPool> closed = useAndClose();
            await().atMost(Pools.PATIENCE).until(() -> {
                System.gc();
                return closed.get() == null;
            });
            WeakReference<WorkerPool> open = useAndLeave();
            await().atMost(Pools.PATIENCE).until(() -> {
                System.gc();
                return open.get() == null && !warnings.warnings().isEmpty();
            });
            assertThat(warnings.warnings()).as("one for the open one").hasSize(1);
        }
    }

    private static WeakReference<WorkerPool> useAndClose() throws Exception {
        try (WorkerPool pool = pool(1)) {
            assertThat(pool.apply(PythonTasks.sqr(2))).isEqualTo(4);
            return new WeakReference<>(pool);
        }
    }

    private static WeakReference<WorkerPool> useAndLeave() throws Exception {
        WorkerPool pool = pool(1);
        assertThat(get(pool.map(PythonTasks::sqr, TEN))).hasSize(10);
        CompletableFuture<Integer> cancelled = pool.submit(PythonTasks.sqrAfter(1, 100_000));
        cancelled.cancel(true);
        assertThatThrownBy(() -> pool.apply(PythonTasks.raising("x"))).isInstanceOf(NoSuchElementException.class);
        return new WeakReference<>(pool);
    }
}
