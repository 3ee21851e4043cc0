package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
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

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** The call fails, those beside it do not, and the worker is the same if nothing happened to it. */
    private static Throwable failure(Task<?> task, boolean sameWorker) throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(TIMEOUT))) {
            long pid = pool.apply(TroubleTasks.pid(0));
            Throwable failure = catchThrowable(() -> pool.apply(task));
            CompletableFuture<?> again = submit(pool, task);
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

    /** An error thrown by writing an argument is thrown at once; anything else comes with the future. */
    private static CompletableFuture<?> submit(WorkerPool pool, Task<?> task) {
        try {
            return pool.submit(task);
        } catch (Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "THROW", "THROW_ERROR" })
    @DisplayName("B11 An argument that cannot be written fails its own call, with its class, and no worker")
    void anArgumentThatCannotBeWritten(Deed deed) throws Exception {
        assertThat(failure(TroubleTasks.take(new Hostile(deed, Deed.NOTHING)), true))
                .hasMessageContaining("hostile when written")
                .isInstanceOfAny(TaskEncodingException.class, AssertionError.class);
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
    @DisplayName("B11 A result whose reading does not end holds up its own call alone")
    void aResultThatIsReadForEver() throws Exception {
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
