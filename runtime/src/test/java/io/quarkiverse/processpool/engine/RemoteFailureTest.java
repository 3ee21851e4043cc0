package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.PayloadTooLargeException;
import io.quarkiverse.processpool.RemoteTaskException;
import io.quarkiverse.processpool.TaskEncodingException;

/** What a method throws arrives in its own type with the stack of the worker; payloads over the limit are refused. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class RemoteFailureTest {

    @Test
    void theTypeTheMessageTheCauseAndTheStackAreThoseOfTheWorker() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            Throwable e = catchThrowable(() -> pool.apply(MisbehaveTasks.fail("no such thing")));
            assertThat(e).isExactlyInstanceOf(IOException.class).hasMessage("no such thing");
            assertThat(e.getCause()).isExactlyInstanceOf(IllegalStateException.class).hasMessage("the cause");
            assertThat(e.getStackTrace()[0].getMethodName()).isEqualTo("fail");
            assertThat(e.getStackTrace()[0].getFileName()).isEqualTo("Misbehave.java");
            assertThat(e.getStackTrace()[e.getStackTrace().length - 1])
                    .hasToString("worker.misbehave-1 (pid " + pid + ")(task 2)");
            assertThat(pool.apply(MisbehaveTasks.pid(0))).as("the worker is the same").isEqualTo(pid);
        }
    }

    @Test
    @DisplayName("B41 An error arrives as it is")
    void anErrorArrivesAsItIs() {
        try (WorkerPool pool = Pools.of(1)) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.failWithError("x"))).isExactlyInstanceOf(LinkageError.class)
                    .hasMessage("x");
        }
    }

    @Test
    @DisplayName("B12 An exception that the parent cannot rebuild arrives as RemoteTaskException with name, message and stack")
    void anExceptionThatCannotBeRebuiltKeepsItsNameMessageAndStack() {
        try (WorkerPool pool = Pools.of(1)) {
            RemoteTaskException e = (RemoteTaskException) catchThrowable(() -> pool.apply(MisbehaveTasks.failUnknown("lost")));
            assertThat(e.className()).endsWith("Misbehave$OnlyHere");
            assertThat(e.originalMessage()).isEqualTo("lost Object");
            assertThat(e.getMessage()).startsWith(e.className() + ": lost Object\nIt cannot be made in its own type. ")
                    .contains("a constructor for its message and cause");
            assertThat(e.getStackTrace()[0].getMethodName()).isEqualTo("failUnknown");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    @DisplayName("B12 A chain of 20 causes arrives with types, messages and stacks, also if it ends where it begins")
    void twentyCausesArrive(boolean cyclic) {
        try (WorkerPool pool = Pools.of(1)) {
            Throwable each = catchThrowable(() -> pool.apply(TroubleTasks.throwWithCauses(20, cyclic)));
            assertThat(each).isExactlyInstanceOf(IllegalStateException.class).hasMessage("0");
            for (int i = 1; i <= 20; i++) {
                each = each.getCause();
                assertThat(each).isExactlyInstanceOf(IllegalArgumentException.class).hasMessage(Integer.toString(i));
                assertThat(each.getStackTrace()[0].getMethodName()).isEqualTo("throwWithCauses");
            }
            assertThat(each.getCause()).as("the circle is cut").isNull();
        }
    }

    @Test
    @DisplayName("B12 Suppressed exceptions arrive with their causes, known or not")
    void suppressedExceptionsArrive() {
        try (WorkerPool pool = Pools.of(1)) {
            Throwable e = catchThrowable(() -> pool.apply(TroubleTasks.throwWithSuppressed(3)));
            assertThat(e).isExactlyInstanceOf(IllegalStateException.class).hasMessage("main");
            assertThat(e.getSuppressed()).hasSize(4);
            for (int i = 0; i < 3; i++) {
                assertThat(e.getSuppressed()[i]).isExactlyInstanceOf(IllegalArgumentException.class)
                        .hasMessage("suppressed " + i).hasCauseExactlyInstanceOf(IOException.class);
                assertThat(e.getSuppressed()[i].getCause()).hasMessage("cause " + i);
            }
            assertThat(e.getSuppressed()[3]).isInstanceOf(RemoteTaskException.class).hasMessageContaining("unknown String")
                    .hasMessageContaining("OnlyHere");
        }
    }

    /** The worker has done what it should; the caller has got no result. */
    @Test
    @DisplayName("B11 A result that the parent cannot read fails its own call, and the worker goes on")
    void aResultThatCannotBeReadIsAFailureOfThatTaskAndCountsAsOne() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.undecodable(0))).isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("undecodable(int)").hasMessageContaining("of process " + pid);
            assertThat(pool.stats().completed()).isEqualTo(1);
            assertThat(pool.stats().failed()).isEqualTo(1);
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }

    @Test
    void theFutureFailsWithTheSame() {
        try (WorkerPool pool = Pools.of(1)) {
            assertThatThrownBy(() -> pool.submit(MisbehaveTasks.fail("x")).get()).isInstanceOf(ExecutionException.class)
                    .cause().isExactlyInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("B14 A payload over the limit is refused, and the next call on the same worker works")
    void aPayloadOverTheLimitIsRefusedAndTheNextCallWorks() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxPayload(1 << 16))) {
            int most = (1 << 16) - 4;
            long pid = pool.apply(MisbehaveTasks.pid(0));
            assertThat(pool.apply(MisbehaveTasks.echo(new byte[most]))).hasSize(most);
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.echo(new byte[most + 1])))
                    .isInstanceOf(PayloadTooLargeException.class)
                    .hasMessageContaining("echo(byte[])").hasMessageContaining("65536");
            assertThat(pool.apply(MisbehaveTasks.bytes(most))).hasSize(most);
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.bytes(most + 1))).isInstanceOf(PayloadTooLargeException.class)
                    .hasMessageContaining("result").hasMessageContaining("bytes(int)");
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }

    @Test
    void payloadsOfAllSizesComeBackAsTheyWere() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            for (int size : new int[] { 0, 1, 8191, 8192, 8193, 65_535, 65_536, 65_537, 131_072, 1_000_000, 20_000_000 }) {
                byte[] bytes = new byte[size];
                new java.util.Random(size).nextBytes(bytes);
                assertThat(pool.apply(MisbehaveTasks.echo(bytes))).isEqualTo(bytes);
            }
        }
    }
}
