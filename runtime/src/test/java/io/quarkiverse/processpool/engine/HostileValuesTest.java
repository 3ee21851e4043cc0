package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.processpool.RemoteTaskException;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.engine.Trouble.Deed;
import io.quarkiverse.processpool.engine.Trouble.Hostile;
import io.quarkiverse.processpool.engine.Trouble.HostileException;
import io.quarkiverse.processpool.engine.Trouble.Unsendable;

/**
 * Values that throw, end the process or never come back when they are written or read cost their own call alone. What
 * happens in the parent, on the caller's thread, is the caller's: a value that ends the process there ends it.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class HostileValuesTest {

    /** Of a reading, of a task that never ends, and of one that does. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The call fails, those beside it do not, and the worker is the same if nothing happened to it. */
    private static Throwable failure(Task<?> task, boolean sameWorker) throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(sameWorker ? PATIENCE : TASK_TIMEOUT))) {
            long pid = pool.apply(TroubleTasks.pid(0));
            Throwable failure = catchThrowable(() -> pool.apply(task));
            CompletableFuture<?> again = pool.submit(task);
            List<CompletableFuture<Integer>> beside = List.of(pool.submit(MisbehaveTasks.square(2)),
                    pool.submit(MisbehaveTasks.square(3)));
            assertThat(beside.get(0).get(30, TimeUnit.SECONDS)).isEqualTo(4);
            assertThat(beside.get(1).get(30, TimeUnit.SECONDS)).isEqualTo(9);
            assertThatThrownBy(() -> again.get(30, TimeUnit.SECONDS)).cause().hasSameClassAs(failure);
            if (sameWorker) {
                assertThat(pool.apply(TroubleTasks.pid(0))).as("the worker").isEqualTo(pid);
                assertThat(pool.stats().workersStarted()).isEqualTo(1);
            } else {
                assertThat(pool.apply(TroubleTasks.pid(0))).isNotEqualTo(pid);
            }
            return failure;
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "THROW", "THROW_ERROR" })
    @DisplayName("B11 An argument that cannot be written fails its own call, with its class, and no worker")
    void anArgumentThatCannotBeWritten(Deed deed) throws Exception {
        assertThat(failure(TroubleTasks.take(new Hostile(deed, Deed.NOTHING)), true))
                .isInstanceOf(TaskEncodingException.class).hasMessageContaining("take(Hostile)")
                .hasMessageContaining("hostile when written");
    }

    @ParameterizedTest
    @EnumSource(names = { "THROW", "THROW_ERROR" })
    @DisplayName("B11 An argument that cannot be read fails its own call, and the worker lives")
    void anArgumentThatCannotBeRead(Deed deed) throws Exception {
        assertThat(failure(TroubleTasks.take(new Hostile(Deed.NOTHING, deed)), true))
                .isInstanceOf(TaskEncodingException.class).hasMessageContaining("take(Hostile)")
                .hasMessageContaining("hostile when read");
    }

    @ParameterizedTest
    @EnumSource(names = { "EXIT", "LOOP" })
    @DisplayName("B11 An argument whose reading ends the process or never ends costs its own call and that worker")
    void anArgumentThatIsDeadly(Deed deed) throws Exception {
        assertThat(failure(TroubleTasks.take(new Hostile(Deed.NOTHING, deed)), false))
                .isInstanceOf(deed == Deed.EXIT ? WorkerDiedException.class : TaskTimeoutException.class)
                .hasMessageContaining("take(Hostile)");
    }

    @ParameterizedTest
    @EnumSource(names = { "THROW", "THROW_ERROR" })
    @DisplayName("B11 A result that cannot be written fails its own call, and the worker lives")
    void aResultThatCannotBeWritten(Deed deed) throws Exception {
        assertThat(failure(TroubleTasks.give(deed, Deed.NOTHING), true)).isInstanceOf(TaskEncodingException.class)
                .hasMessageContaining("give(Deed, Deed)").hasMessageContaining("hostile when written");
    }

    @ParameterizedTest
    @EnumSource(names = { "EXIT", "LOOP" })
    @DisplayName("B11 A result whose writing ends the process or never ends costs its own call and that worker")
    void aResultThatIsDeadly(Deed deed) throws Exception {
        assertThat(failure(TroubleTasks.give(deed, Deed.NOTHING), false))
                .isInstanceOf(deed == Deed.EXIT ? WorkerDiedException.class : TaskTimeoutException.class)
                .hasMessageContaining("give(Deed, Deed)");
    }

    @ParameterizedTest
    @EnumSource(names = { "THROW", "THROW_ERROR" })
    @DisplayName("B11 A result that cannot be read fails its own call, and the worker lives")
    void aResultThatCannotBeRead(Deed deed) throws Exception {
        assertThat(failure(TroubleTasks.give(Deed.NOTHING, deed), true)).isInstanceOf(TaskEncodingException.class)
                .hasMessageContaining("give(Deed, Deed)").hasMessageContaining("hostile when read");
    }

    @ParameterizedTest
    @EnumSource(names = { "THROW", "THROW_ERROR" })
    @DisplayName("B11 What cannot be sent is told with its class, its place in the value, and where it failed")
    void whatCannotBeSentIsToldWithItsPlace(Deed deed) throws Exception {
        String hostile = Hostile.class.getName();
        Hostile unwritable = new Hostile(deed, Deed.NOTHING);
        Hostile unreadable = new Hostile(Deed.NOTHING, deed);

        assertThat(failure(TroubleTasks.takeBox(new Trouble.Box("box", List.of(unwritable))), true))
                .hasMessageContainingAll("Box.content[]", hostile, "hostile when written at " + Trouble.class.getName());
        assertThat(failure(TroubleTasks.takeBox(new Trouble.Box("box", List.of(unreadable))), true))
                .hasMessageContainingAll("Box.content[]", hostile, "hostile when read at " + Trouble.class.getName());
        assertThat(failure(TroubleTasks.giveBox(deed, Deed.NOTHING), true))
                .hasMessageContainingAll("Box.content[]", hostile, "hostile when written at " + Trouble.class.getName());
        assertThat(failure(TroubleTasks.giveBox(Deed.NOTHING, deed), true))
                .hasMessageContainingAll("Box.content[]", hostile, "hostile when read at " + Trouble.class.getName());
    }

    @Test
    @DisplayName("B11 A record that cannot be rebuilt is told with its class")
    void aRecordThatCannotBeRebuilt() throws Exception {
        assertThat(failure(TroubleTasks.takePositive(new Trouble.Positive(1)), true)).hasMessageContaining(
                "java.lang.IllegalArgumentException: not positive at " + Trouble.Positive.class.getName() + ".<init>");
    }

    @ParameterizedTest
    @EnumSource(names = { "THROW", "THROW_ERROR" })
    @DisplayName("B11 An exception that cannot be written or read arrives without what could not travel")
    void anExceptionThatCannotTravel(Deed deed) throws Exception {
        for (Throwable arrived : List.of(failure(TroubleTasks.hurl(deed, Deed.NOTHING), true),
                failure(TroubleTasks.hurl(Deed.NOTHING, deed), true))) {
            assertThat(arrived).isInstanceOf(RemoteTaskException.class).hasMessageContaining("hurled");
            assertThat(((RemoteTaskException) arrived).className()).isEqualTo(HostileException.class.getName());
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "EXIT", "LOOP" })
    @DisplayName("B11 An exception whose writing ends the process or never ends costs its own call and that worker")
    void anExceptionThatIsDeadly(Deed deed) throws Exception {
        assertThat(failure(TroubleTasks.hurl(deed, Deed.NOTHING), false))
                .isInstanceOf(deed == Deed.EXIT ? WorkerDiedException.class : TaskTimeoutException.class);
    }

    @Test
    @DisplayName("B11 A result whose reading takes long holds up its own call alone, and arrives")
    void aResultThatIsReadForLong() throws Exception {
        Trouble.enough = false;
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(TroubleTasks.pid(0));
            CompletableFuture<Hostile> stuck = pool.submit(TroubleTasks.give(Deed.NOTHING, Deed.LOOP));
            for (int i = 0; i < 100; i++) {
                assertThat(pool.submit(MisbehaveTasks.square(i)).get(30, TimeUnit.SECONDS)).isEqualTo(i * i);
            }
            assertThat(stuck).isNotDone();
            Trouble.enough = true;
            assertThat(stuck.get(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(pool.apply(TroubleTasks.pid(0))).isEqualTo(pid);
        } finally {
            Trouble.enough = true;
        }
    }

    @Test
    @DisplayName("B11 A result whose reading never ends fails its own call, with the place; the others of its message and its worker go on")
    void aResultThatIsReadForEver() throws Exception {
        Trouble.enough = false;
        try (WorkerPool pool = Pools.of(1, builder -> builder.readingTimeout(TIMEOUT))) {
            long pid = pool.apply(TroubleTasks.pid(0));
            Outcomes outcomes = new Outcomes();
            List<Deed> deeds = new ArrayList<>(Collections.nCopies(100, Deed.NOTHING));
            deeds.set(0, Deed.LOOP);
            deeds.set(50, Deed.LOOP);
            deeds.set(51, Deed.LOOP);
            deeds.set(99, Deed.LOOP);
            CompletableFuture<List<Hostile>> all = pool.map(deed -> TroubleTasks.give(Deed.NOTHING, deed), deeds, 100);
            List<CompletableFuture<Hostile>> singly = new ArrayList<>();
            deeds.forEach(deed -> singly.add(pool.submit(TroubleTasks.give(Deed.NOTHING, deed))));
            singly.forEach(future -> future.whenComplete((value, failure) -> outcomes.count(failure)));

            assertThatThrownBy(() -> all.get(30, TimeUnit.SECONDS)).cause().isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("give(Deed, Deed)").hasMessageContaining("has not ended after 1.0 s")
                    .cause().satisfies(place -> assertThat(place.getStackTrace())
                            .anyMatch(at -> at.getClassName().equals(Hostile.class.getName())));
            await().atMost(Pools.PATIENCE).until(() -> outcomes.told.get() == 100);
            assertThat(outcomes.failed).as("those that loop").hasValue(4);
            assertThat(pool.apply(TroubleTasks.pid(0))).as("the worker").isEqualTo(pid);
            assertThat(pool.stats().failed()).isEqualTo(8);
            assertThat(pool.stats().completed()).isEqualTo(2 * 96 + 2);

            Trouble.enough = true; // what is read too late is told to nobody
            await().atMost(Pools.PATIENCE).until(() -> readers() == 1);
            assertThat(pool.stats().failed()).isEqualTo(8);
            assertThat(pool.stats().completed()).isEqualTo(2 * 96 + 2);
        } finally {
            Trouble.enough = true;
        }
    }

    /** What a hundred futures were told. */
    private static final class Outcomes {

        final AtomicInteger told = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();

        void count(Throwable failure) {
            told.incrementAndGet();
            if (failure != null) {
                failed.incrementAndGet();
            }
        }
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().endsWith("-reader")).count();
    }

    @Test
    @DisplayName("B11 A worker that dies before it has sent such a result is replaced, and the call fails all the same")
    void aResultThatIsReadForEverFromADeadWorker() throws Exception {
        Trouble.enough = false;
        try (WorkerPool pool = Pools.of(1, builder -> builder.readingTimeout(TIMEOUT))) {
            pool.apply(TroubleTasks.pid(0));
            CompletableFuture<?> stuck = pool.submit(TroubleTasks.give(Deed.NOTHING, Deed.LOOP));
            CompletableFuture<?> death = pool.submit(MisbehaveTasks.halt(7));
            assertThatThrownBy(() -> death.get(30, TimeUnit.SECONDS)).cause().isInstanceOf(WorkerDiedException.class);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
            assertThatThrownBy(() -> stuck.get(30, TimeUnit.SECONDS)).cause().isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("has not ended");
        } finally {
            Trouble.enough = true;
        }
    }

    @Test
    @DisplayName("B11 Such a result that the task behind it keeps from being sent delays neither the others nor the end of the worker")
    void aResultThatIsReadForEverAndWithheld(@TempDir Path directory) throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = Files.createFile(directory.resolve("gate"));
        Trouble.enough = false;
        try (WorkerPool pool = Pools.of(1, builder -> builder.readingTimeout(TIMEOUT))) {
            for (int i = 0; i < 200; i++) { // so that they are known to be short, and sent together
                pool.apply(MisbehaveTasks.announceAndWait(ran, gate));
                pool.apply(TroubleTasks.give(Deed.NOTHING, Deed.NOTHING));
            }
            Files.delete(gate);
            CompletableFuture<?> stuck = pool.submit(TroubleTasks.give(Deed.NOTHING, Deed.LOOP));
            CompletableFuture<?> fine = pool.submit(TroubleTasks.give(Deed.NOTHING, Deed.NOTHING));
            CompletableFuture<?> held = pool.submit(MisbehaveTasks.announceAndWait(ran, gate));
            Pools.lines(ran, 201);
            assertThat(fine.get(30, TimeUnit.SECONDS)).isNotNull();
            Pools.kill(Long.parseLong(Pools.lines(ran, 201).get(200)));
            assertThatThrownBy(() -> held.get(30, TimeUnit.SECONDS)).cause().isInstanceOf(WorkerDiedException.class);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
            assertThatThrownBy(() -> stuck.get(30, TimeUnit.SECONDS)).cause().isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("has not ended");
            assertThat(pool.stats().failed()).isEqualTo(2);
        } finally {
            Trouble.enough = true;
        }
    }

    @Test
    @DisplayName("B11 What cannot be sent is named with the class that is the reason and the place where it is")
    void whatCannotBeSentIsNamed() throws Exception {
        assertThat(failure(TroubleTasks.takeUnsendable(new Unsendable(new Thread())), true))
                .isInstanceOf(TaskEncodingException.class).hasMessageContaining("java.lang.Thread")
                .hasMessageContaining("argument").hasMessageContaining("takeUnsendable(Unsendable)");
        assertThat(failure(TroubleTasks.giveUnsendable(0), true)).isInstanceOf(TaskEncodingException.class)
                .hasMessageContaining("java.lang.Thread").hasMessageContaining("result")
                .hasMessageContaining("giveUnsendable(int)");
    }
}
