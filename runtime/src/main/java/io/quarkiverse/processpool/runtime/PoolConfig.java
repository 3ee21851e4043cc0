package io.quarkiverse.processpool.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.configuration.MemorySize;

/** The keys of one pool. All are optional: what is not said for the pool is looked up in what is said for all pools. */
@ConfigGroup
public interface PoolConfig {

    /**
     * Whether tasks run in worker processes. With `false` they run in the application's own process, on the threads of its
     * executor: for a debugger, or to find out whether a failure comes from the separation. Nothing can then be killed, so
     * time-outs and the cancellation of a running task only end the waiting.
     */
    @ConfigDocDefault("true")
    Optional<Boolean> enabled();

    /**
     * How many worker processes the pool has at most, 1 to 1,024. They are started on demand. Wins over `workers` of the
     * annotation.
     * More workers than processors only help tasks that wait for something.
     *
     * Python: `processes`.
     */
    @ConfigDocDefault("what the annotation says, else the number of processors")
    OptionalInt workers();

    /**
     * How many workers are started with the pool, and kept when there is nothing to do, so that no task waits for the start of
     * a JVM. More than `workers` means `workers`.
     */
    @ConfigDocDefault("0")
    OptionalInt minWorkers();

    /**
     * How many workers are kept ready beyond `workers`. They get no tasks. When a worker dies or has served for long
     * enough, one of them takes its place at once, and the next task does not wait for the start of a JVM. Each takes
     * the memory of an idle worker. They are started after the first task.
     */
    @ConfigDocDefault("0")
    OptionalInt spareWorkers();

    /**
     * Whether workers start with an archive of their classes, which shortens their start. When there is none that
     * fits, the pool makes one in the background, half a second after its first worker was ready. It is made anew
     * when the JVM, its options or the class path have changed.
     */
    @ConfigDocDefault("true")
    Optional<Boolean> classArchive();

    /**
     * The directory of the class archives. It has to be one that only the user of the application can enter; if it is not
     * there, it is made. The archives that were not used for the longest time are removed.
     */
    @ConfigDocDefault("`quarkus-process-pool` in `$XDG_CACHE_HOME`, or in `.cache` of the user's home")
    Optional<Path> classArchiveDirectory();

    /**
     * How many tasks may wait for a worker. One more is rejected with a `TaskRejectedException`, so that a flood of work fails
     * early and does not fill the memory. That is for tasks that are submitted one by one: `map` and `imap` read their items as
     * the work goes on, and are never rejected.
     */
    @ConfigDocDefault("1000000")
    OptionalInt queueSize();

    /**
     * The heap of a worker, as `-Xmx` takes it: a number with `k`, `m` or `g`, such as `256m`. A task that needs
     * more fails with a `HeapExhaustedException`, and its worker is replaced.
     */
    @ConfigDocDefault("a quarter of the memory of the machine, or less, so that all workers of all pools take 60 % of it")
    Optional<String> heap();

    /**
     * Further options of the worker's JVM, separated by commas, such as `-XX:+UseParallelGC,-Dorg.acme.quality=high`. They come
     * after those of the extension, and so win over them. The list for one pool replaces the list for all pools.
     */
    Optional<List<String>> jvmArgs();

    /**
     * Environment variables of the workers, added to those that they inherit from the application. A variable of one pool wins
     * over the same variable for all pools.
     */
    @ConfigDocMapKey("variable")
    Map<String, String> environment();

    /**
     * How long one run of a task may take, from its start in the worker. At that time the worker is killed, and the
     * caller gets a `TaskTimeoutException`. Wins over `timeout` of the annotation; `0` is no limit.
     */
    @ConfigDocDefault("what the annotation says, else no limit")
    Optional<Duration> taskTimeout();

    /**
     * How long a running task may go on without a word of `TaskContext.current().progress(done, total)`, the first time counted
     * from its start. At that time the worker is killed, and the caller gets a `TaskTimeoutException`; `0` is no limit.
     */
    @ConfigDocDefault("0")
    Optional<Duration> progressTimeout();

    /**
     * How long a task may wait for a worker. One that waits longer fails with a `TaskTimeoutException` and never
     * runs; `0` is no limit.
     */
    @ConfigDocDefault("0")
    Optional<Duration> queueTimeout();

    /**
     * How long a running task that was cancelled may take to end by itself, after it was interrupted. Then its
     * worker is killed. Until it has ended its worker gets no other task; `0` kills at once.
     */
    @ConfigDocDefault("1s")
    Optional<Duration> cancelGrace();

    /**
     * How long a worker may take from its launch until it is ready, its `@WorkerInit` methods included. One that is slower is
     * killed and counts as a failed start.
     */
    @ConfigDocDefault("30s")
    Optional<Duration> startTimeout();

    /**
     * After how long without a task a worker is ended, which gives its memory back to the system; `0` is never.
     */
    @ConfigDocDefault("5m")
    Optional<Duration> idleTimeout();

    /**
     * After how many tasks a worker is replaced, against native code that leaks; `0` is never.
     *
     * Python: `maxtasksperchild`, which counts a chunk of `map` as one task; here each item counts.
     */
    @ConfigDocDefault("0")
    OptionalInt maxTasksPerWorker();

    /**
     * How old a worker may become before it is replaced; `0` is no limit. Here, as with the other limits after
     * which a worker is replaced, the one that takes its place is started before it leaves.
     */
    @ConfigDocDefault("0")
    Optional<Duration> maxAge();

    /**
     * The resident memory at which a worker is replaced after its task, such as `300M`, against native code that
     * leaks; `0` is no limit.
     */
    @ConfigDocDefault("0")
    Optional<MemorySize> recycleRss();

    /**
     * The resident memory at which a worker is killed in the middle of its task, such as `1G`. The task fails with a
     * `MemoryLimitException`. Looked at ten times a second, on Linux; `0` is no limit.
     */
    @ConfigDocDefault("0")
    Optional<MemorySize> maxRss();

    /**
     * The largest arguments, and the largest result, that one task may have when they are encoded, such as `10M`.
     * What is larger is refused with a `PayloadTooLargeException` before a byte of it is sent, so that a single call
     * cannot fill the memory of the application or of a worker. At most 2146435071 bytes, just below `2047M`.
     */
    @ConfigDocDefault("2146435071")
    Optional<MemorySize> maxPayload();

    /**
     * At most so many repetitions of a task whose worker died. It lowers what `retries` of the annotation allows and never
     * raises it.
     */
    @ConfigDocDefault("what the annotation says")
    OptionalInt maxRetries();

    /**
     * How long a task is refused that has killed its workers as often as it may: the same method with the same arguments fails
     * at once with a `TaskQuarantinedException`; `0` is not at all.
     */
    @ConfigDocDefault("0")
    Optional<Duration> quarantine();

    /**
     * How long submitted tasks may go on when the application stops; then the workers are killed. In dev mode a reload does not
     * wait. A task whose HTTP request waits for it also needs `quarkus.shutdown.timeout`: without it the connection is closed
     * before that, which cancels the task.
     */
    @ConfigDocDefault("10s")
    Optional<Duration> shutdownTimeout();

    /**
     * The `java` that runs the workers.
     *
     * Python: `multiprocessing.set_executable`.
     */
    @ConfigDocDefault("the one that runs the application")
    Optional<Path> java();

    /**
     * Classes that may travel by Java serialization besides those of the method signatures: patterns as of
     * `java.io.ObjectInputFilter`, separated by commas, such as `org.acme.model.*`. The list for one pool replaces the list for
     * all pools.
     */
    Optional<List<String>> allowedClasses();
}
