package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a task throws, its call is answered. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class EveryThrowableTest {

    static Stream<Class<?>> kinds() {
        return Stream.of(RuntimeException.class, IOException.class, InterruptedException.class, AccessDeniedException.class,
                CancellationException.class, Exception.class, Error.class, AssertionError.class, StackOverflowError.class,
                InternalError.class, UnknownError.class, LinkageError.class, NoClassDefFoundError.class,
                ClassFormatError.class, UnsupportedClassVersionError.class, VerifyError.class, BootstrapMethodError.class,
                ExceptionInInitializerError.class, ThreadDeath.class, java.util.ServiceConfigurationError.class,
                Throwable.class, Trouble.JustThrowable.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("B41 Every kind of Throwable arrives, and its worker goes on")
    void itArrivesAndTheWorkerGoesOn(Class<? extends Throwable> kind) throws Exception {
        String name = kind.getName();
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(Duration.ofSeconds(10)))) {
            long pid = pool.apply(TroubleTasks.pid(0));
            CompletableFuture<Void> thrown = pool.submit(TroubleTasks.throwOne(name));
            Throwable future = catchThrowable(() -> thrown.get(30, TimeUnit.SECONDS));
            // A future that fails with this one is cancelled, and says so itself.
            Throwable arrived = future instanceof ExecutionException ? future.getCause() : future;
            assertThat(arrived).isExactlyInstanceOf(kind);
            Throwable second = catchThrowable(() -> pool.apply(TroubleTasks.throwOne(name)));
            assertThat(kind == Throwable.class || kind == Trouble.JustThrowable.class ? second.getCause() : second)
                    .isExactlyInstanceOf(kind);
            assertThat(pool.apply(TroubleTasks.pid(0))).isEqualTo(pid);
        }
    }

    @Test
    @DisplayName("B41 A Throwable that fails when it is asked what it is arrives all the same")
    void theOneThatSaysNothing() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(TroubleTasks.pid(0));
            Throwable arrived = catchThrowable(() -> pool.apply(TroubleTasks.throwOne(Trouble.Mute.class.getName())));
            assertThat(arrived.getClass()).isEqualTo(Trouble.Mute.class);
            assertThat(pool.apply(TroubleTasks.pid(0))).isEqualTo(pid);
        }
    }

    @Test
    @DisplayName("B41 A class that cannot be initialized is an ExceptionInInitializerError, and then a NoClassDefFoundError")
    void anInitializerThatFails() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            assertThat(catchThrowable(() -> pool.apply(TroubleTasks.initializerFails(0))))
                    .isExactlyInstanceOf(ExceptionInInitializerError.class)
                    .hasCauseExactlyInstanceOf(IllegalStateException.class);
            assertThat(catchThrowable(() -> pool.apply(TroubleTasks.initializerFails(0))))
                    .isExactlyInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    @DisplayName("B41 A stack overflow deep in a task arrives, and its worker goes on")
    void aStackThatOverflows() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(TroubleTasks.pid(0));
            assertThat(catchThrowable(() -> pool.apply(MisbehaveTasks.overflowStack(0))))
                    .isExactlyInstanceOf(StackOverflowError.class);
            assertThat(pool.apply(TroubleTasks.pid(0))).isEqualTo(pid);
        }
    }
}
