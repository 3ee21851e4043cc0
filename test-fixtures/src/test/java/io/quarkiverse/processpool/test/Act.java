package io.quarkiverse.processpool.test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

import io.quarkiverse.processpool.ConnectionLostException;
import io.quarkiverse.processpool.HeapExhaustedException;
import io.quarkiverse.processpool.MemoryLimitException;
import io.quarkiverse.processpool.NativeCrashException;
import io.quarkiverse.processpool.ProtocolBrokenException;
import io.quarkiverse.processpool.RemoteTaskException;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerExitedException;
import io.quarkiverse.processpool.WorkerKilledException;

/** One kind of task in the chaos: how often it comes, and what must become of it. */
enum Act {

    ECHO(6000, random -> Expected.echo(random, 200 << 10)),
    LARGE_ECHO(100, random -> Expected.echo(random, 4 << 20)),
    SQUARE(2600, random -> Expected.square(random.nextInt(40_000))),
    FLOOD(50, random -> Expected.result(MisbehaveTasks.flood(50), 50)),
    GARBAGE_ON_STDOUT(50, random -> Expected.result(MisbehaveTasks.garbageOnStandardOutput(10_000), null)),
    CLOSED_STDOUT(20, random -> Expected.result(MisbehaveTasks.closeStandardOutput(), null)),
    NATIVE_MEMORY(20, random -> new Expected(MisbehaveTasks.fillNativeMemory(8), r -> (int) r >= 8, e -> false)),

    EXCEPTION(200, random -> Expected.failure(MisbehaveTasks.throwException("why"),
            e -> e instanceof IOException && e.getMessage().equals("why"))),
    ERROR(100, random -> Expected.failure(MisbehaveTasks.throwError("why"), e -> e.getClass() == LinkageError.class)),
    FOREIGN_EXCEPTION(100, random -> Expected.failure(MisbehaveTasks.exceptionThatCannotBeRebuilt("why"),
            e -> e instanceof RemoteTaskException)),
    UNSERIALIZABLE(100, random -> Expected.failure(MisbehaveTasks.unserializableResult(), Act::isEncoding)),
    UNDECODABLE(100, random -> Expected.failure(MisbehaveTasks.undecodableResult(), Act::isEncoding)),
    DEEP_STACK(50, random -> Expected.failure(MisbehaveTasks.overflowStack(), e -> e instanceof StackOverflowError)),

    EXIT(100, random -> exitsWith(1 + random.nextInt(60), MisbehaveTasks::exit)),
    EXIT_LIKE_A_SIGNAL(10, random -> exitsWith(128 + 9, MisbehaveTasks::exit)),
    HALT(100, random -> exitsWith(1 + random.nextInt(60), MisbehaveTasks::halt)),
    SIGNAL(40, random -> isKilledBy(9)),
    POLITE_SIGNAL(10, random -> isKilledBy(15)),
    CRASH(40, random -> Expected.failure(MisbehaveTasks.segmentationFault(), e -> e instanceof NativeCrashException)),
    FULL_HEAP(40, random -> Expected.failure(MisbehaveTasks.fillHeap(), e -> e instanceof HeapExhaustedException)),
    FULL_MEMORY(10, random -> Expected.failure(MisbehaveTasks.fillNativeMemorySlowly(1 << 10, 1 << 10),
            e -> e instanceof MemoryLimitException)),
    HANG(8, random -> Expected.failure(MisbehaveTasks.hang(), e -> e instanceof TaskTimeoutException)),
    STARVE(4, random -> Expected.failure(MisbehaveTasks.starveOfHeap(), e -> e instanceof TaskTimeoutException)),
    /** It has done its work; if another task was sent along behind it, its outcome is kept where the parent finds it. */
    CLOSED_CHANNEL(50, random -> new Expected(MisbehaveTasks.closeChannel(), Objects::isNull,
            e -> e instanceof ConnectionLostException)),
    GARBAGE_ON_CHANNEL(50, random -> Expected.failure(MisbehaveTasks.garbageOnChannel(1 + random.nextInt(300_000)),
            e -> e instanceof ProtocolBrokenException)),
    HALF_A_RESULT(50, random -> exitsWith(9, code -> MisbehaveTasks.dieWithinTheResult())),
    CHILDREN(20, random -> new Expected(MisbehaveTasks.spawnChildren(2), given -> ((List<?>) given).size() == 2, e -> false));

    final int weight;
    private final Function<Random, Expected> make;

    Act(int weight, Function<Random, Expected> make) {
        this.weight = weight;
        this.make = make;
    }

    Expected next(Random random) {
        return make.apply(random);
    }

    /** One of them, as often as their weights say. */
    static Act any(Random random) {
        int at = random.nextInt(Arrays.stream(values()).mapToInt(act -> act.weight).sum());
        for (Act act : values()) {
            at -= act.weight;
            if (at < 0) {
                return act;
            }
        }
        throw new AssertionError();
    }

    private static boolean isEncoding(Throwable e) {
        return e instanceof TaskEncodingException;
    }

    private static Expected exitsWith(int code, Function<Integer, Task<?>> task) {
        return Expected.failure(task.apply(code),
                e -> e instanceof WorkerExitedException exited && exited.exitCode().orElse(-1) == code);
    }

    private static Expected isKilledBy(int signal) {
        return Expected.failure(MisbehaveTasks.signal(signal),
                e -> e instanceof WorkerKilledException killed && !killed.sentByPool() && killed.signal().orElse(-1) == signal);
    }

    /** One task, and how to tell the right outcome from a wrong one. */
    record Expected(Task<?> task, Predicate<Object> result, Predicate<Throwable> failure) {

        static Expected result(Task<?> task, Object result) {
            return new Expected(task, given -> result == null ? given == null : result.equals(given), e -> false);
        }

        static Expected failure(Task<?> task, Predicate<Throwable> failure) {
            return new Expected(task, result -> false, failure);
        }

        static Expected square(int x) {
            return result(MisbehaveTasks.square(x), x * x);
        }

        static Expected echo(Random random, int most) {
            byte[] bytes = new byte[random.nextInt(most + 1)];
            random.nextBytes(bytes);
            int sum = Arrays.hashCode(bytes);
            return new Expected(MisbehaveTasks.echo(bytes), given -> given instanceof byte[] back && back.length == bytes.length
                    && Arrays.hashCode(back) == sum && Arrays.equals(back, bytes), e -> false);
        }

        boolean isRight(Object given, Throwable thrown) {
            return thrown == null ? result.test(given) : failure.test(thrown);
        }
    }
}
