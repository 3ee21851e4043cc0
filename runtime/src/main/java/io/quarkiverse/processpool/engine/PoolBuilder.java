package io.quarkiverse.processpool.engine;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Parent side: collects the settings of a {@link WorkerPool}; each has a default that fits most pools. */
public final class PoolBuilder {

    /** No lambda: it would be the first one while the first worker starts. */
    private static final Supplier<Map<String, String>> NONE = new Supplier<>() {
        @Override
        public Map<String, String> get() {
            return Map.of();
        }
    };

    /** The largest array there can be, less what a frame holds beside one payload. */
    public static final int LARGEST_PAYLOAD = Integer.MAX_VALUE - (1 << 20);

    /** Percent of the memory that a JVM takes for its heap if nobody says more, and that all workers may take. */
    static final int JVMS_OWN_SHARE = 25;
    private static final int SHARE_OF_ALL = 60;

    /** 2 GB of objects by Java serialization take less. */
    static final Duration READING_TIMEOUT = Duration.ofSeconds(60);
    static final Recycling NO_RECYCLING = new Recycling(0, Duration.ZERO, 0, Duration.ZERO);

    private final String name;
    private int workers = Runtime.getRuntime().availableProcessors();
    private int queueSize = 1_000_000;
    private String heap;
    private List<String> jvmArgs = List.of();
    private Map<String, String> environment = Map.of();
    private Supplier<Map<String, String>> properties = NONE;
    private Duration taskTimeout = Duration.ZERO;
    private Duration progressTimeout = Duration.ZERO;
    private Duration queueTimeout = Duration.ZERO;
    private Duration cancelGrace = Duration.ofSeconds(1);
    private boolean taskTimeoutWins;
    private Duration startTimeout = Duration.ofSeconds(30);
    private Duration idleTimeout = Duration.ofMinutes(5);
    private int maxTasksPerWorker;
    private Duration maxAge = Duration.ZERO;
    private long recycleRss;
    private long maxRss;
    private int maxRetries = Integer.MAX_VALUE;
    private Duration quarantine = Duration.ZERO;
    private Duration shutdownTimeout = Duration.ofSeconds(10);
    private Duration readingTimeout = READING_TIMEOUT;
    private Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    private List<Path> classPath = classPathOfThisProcess();
    private List<String> allowedClasses = List.of();
    private int maxPayload = LARGEST_PAYLOAD;
    private Executor callbackExecutor;
    private int minWorkers;
    private int spareWorkers;
    private boolean classArchive = true;
    private Path archives;
    private int nesting;
    private int others;

    PoolBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    private static List<Path> classPathOfThisProcess() {
        List<Path> paths = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                paths.add(Path.of(entry).toAbsolutePath());
            }
        }
        return paths;
    }

    public PoolBuilder workers(int workers) {
        this.workers = workers;
        return this;
    }

    /** So many workers are started with the pool, and kept when there is nothing to do, as far as its size allows. */
    public PoolBuilder minWorkers(int minWorkers) {
        this.minWorkers = minWorkers;
        return this;
    }

    /**
     * So many workers beyond the size of the pool are kept ready, without tasks, to take the place of one that dies or is
     * replaced.
     */
    public PoolBuilder spareWorkers(int spareWorkers) {
        this.spareWorkers = spareWorkers;
        return this;
    }

    /** Whether workers start with an archive of their classes, which the pool makes if there is none. */
    public PoolBuilder classArchive(boolean classArchive) {
        this.classArchive = classArchive;
        return this;
    }

    /** Where the archives are; it has to be a directory that nobody else can enter, or one that can be made. */
    public PoolBuilder classArchiveDirectory(Path directory) {
        this.archives = directory;
        return this;
    }

    public PoolBuilder queueSize(int queueSize) {
        this.queueSize = queueSize;
        return this;
    }

    public PoolBuilder heap(String heap) {
        this.heap = heap;
        return this;
    }

    public PoolBuilder jvmArgs(String... jvmArgs) {
        this.jvmArgs = Arrays.asList(Objects.requireNonNull(jvmArgs, "jvmArgs"));
        return this;
    }

    public PoolBuilder environment(Map<String, String> environment) {
        this.environment = Objects.requireNonNull(environment, "environment");
        return this;
    }

    /**
     * System properties of workers, asked for at the start of each. They come before those that workers take over from this
     * process, and after those of {@link #jvmArgs}.
     */
    public PoolBuilder properties(Supplier<Map<String, String>> properties) {
        this.properties = properties;
        return this;
    }

    public PoolBuilder taskTimeout(Duration taskTimeout) {
        this.taskTimeout = Objects.requireNonNull(taskTimeout, "taskTimeout");
        return this;
    }

    /** As {@link #taskTimeout}, for methods too that say another one. */
    public PoolBuilder overridingTaskTimeout(Duration taskTimeout) {
        this.taskTimeout = Objects.requireNonNull(taskTimeout, "taskTimeout");
        this.taskTimeoutWins = true;
        return this;
    }

    /** How long a running task may go on without a word of progress; zero for no limit. */
    public PoolBuilder progressTimeout(Duration progressTimeout) {
        this.progressTimeout = Objects.requireNonNull(progressTimeout, "progressTimeout");
        return this;
    }

    /** How long a task may wait for a worker; zero for no limit. */
    public PoolBuilder queueTimeout(Duration queueTimeout) {
        this.queueTimeout = Objects.requireNonNull(queueTimeout, "queueTimeout");
        return this;
    }

    /** How long a running task that was cancelled has to end by itself before its worker is killed. */
    public PoolBuilder cancelGrace(Duration cancelGrace) {
        this.cancelGrace = Objects.requireNonNull(cancelGrace, "cancelGrace");
        return this;
    }

    public PoolBuilder startTimeout(Duration startTimeout) {
        this.startTimeout = Objects.requireNonNull(startTimeout, "startTimeout");
        return this;
    }

    public PoolBuilder idleTimeout(Duration idleTimeout) {
        this.idleTimeout = Objects.requireNonNull(idleTimeout, "idleTimeout");
        return this;
    }

    public PoolBuilder maxTasksPerWorker(int maxTasksPerWorker) {
        this.maxTasksPerWorker = maxTasksPerWorker;
        return this;
    }

    /** How old a worker may become before it is replaced; zero for no limit. */
    public PoolBuilder maxAge(Duration maxAge) {
        this.maxAge = Objects.requireNonNull(maxAge, "maxAge");
        return this;
    }

    /** The resident memory, in bytes, at which a worker is replaced after its task; 0 for no limit. */
    public PoolBuilder recycleRss(long recycleRss) {
        this.recycleRss = recycleRss;
        return this;
    }

    /** The resident memory, in bytes, at which a worker is killed in the middle of its task; 0 for no limit. */
    public PoolBuilder maxRss(long maxRss) {
        this.maxRss = maxRss;
        return this;
    }

    /** At most so many repetitions of a task after the death of its worker, whatever its method allows. */
    public PoolBuilder maxRetries(int maxRetries) {
        this.maxRetries = maxRetries;
        return this;
    }

    /** How long a task is refused that has killed its workers as often as it may; zero for not at all. */
    public PoolBuilder quarantine(Duration quarantine) {
        this.quarantine = Objects.requireNonNull(quarantine, "quarantine");
        return this;
    }

    public PoolBuilder shutdownTimeout(Duration shutdownTimeout) {
        this.shutdownTimeout = Objects.requireNonNull(shutdownTimeout, "shutdownTimeout");
        return this;
    }

    /**
     * How long the reading of one result in this process may take before its call fails; for tests, which cannot wait as long.
     */
    PoolBuilder readingTimeout(Duration readingTimeout) {
        this.readingTimeout = readingTimeout;
        return this;
    }

    public PoolBuilder java(Path java) {
        this.java = Objects.requireNonNull(java, "java");
        return this;
    }

    public PoolBuilder classPath(List<Path> classPath) {
        this.classPath = Objects.requireNonNull(classPath, "classPath");
        return this;
    }

    public PoolBuilder allowedClasses(List<String> allowedClasses) {
        this.allowedClasses = Objects.requireNonNull(allowedClasses, "allowedClasses");
        return this;
    }

    public PoolBuilder maxPayload(int maxPayload) {
        this.maxPayload = maxPayload;
        return this;
    }

    /**
     * How many processes below the application this pool may be made and still have processes: with 1 in its workers, with 2
     * also in theirs. With 0, which is the default, a pool that is made in a worker runs its tasks there, so that a task which
     * submits to its own pool can neither wait for itself nor multiply. The setting of the pool around it means nothing.
     */
    public PoolBuilder nesting(int depth) {
        this.nesting = depth;
        return this;
    }

    /** Whether this process is not too deep below the first one. */
    public boolean mayHaveProcesses() {
        return WorkerProcess.depth() <= nesting;
    }

    /** So many workers of other pools share the memory of the machine with those of this one. */
    public PoolBuilder sharingMemoryWith(int others) {
        this.others = others;
        return this;
    }

    /** So that the heaps of all of them together fit, if nobody says how large they are. */
    private int heapPercent() {
        return Math.max(1, Math.min(JVMS_OWN_SHARE, SHARE_OF_ALL / Math.max(1, workers + spareWorkers + others)));
    }

    /** Where what is attached to futures runs; without one the pool has threads of its own for it. */
    public PoolBuilder callbackExecutor(Executor callbackExecutor) {
        this.callbackExecutor = callbackExecutor;
        return this;
    }

    /**
     * @throws IllegalArgumentException if a setting is out of its range; names the pool, the setting and the range
     */
    public PoolSettings settings() {
        PoolBounds.checkName(name);
        return new PoolSettings(name, workers, queueSize,
                new TimeLimits(taskTimeout, taskTimeoutWins, progressTimeout, queueTimeout, cancelGrace, startTimeout,
                        shutdownTimeout, readingTimeout),
                new Starting(minWorkers, spareWorkers, classArchive, archives),
                new Recycling(maxTasksPerWorker, maxAge, recycleRss, idleTimeout), new Repetition(maxRetries, quarantine),
                heap, heapPercent(), maxRss, jvmArgs, environment, properties, java, classPath, allowedClasses, maxPayload,
                callbackExecutor, null);
    }

    /** Makes the pool; its first worker starts with its first task. */
    public WorkerPool build() {
        return new WorkerPool(settings());
    }
}
