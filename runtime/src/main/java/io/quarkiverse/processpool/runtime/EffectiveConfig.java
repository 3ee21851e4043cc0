package io.quarkiverse.processpool.runtime;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;

import io.quarkiverse.processpool.engine.PoolBounds;
import io.quarkiverse.processpool.engine.PoolBuilder;
import io.quarkiverse.processpool.engine.WorkerPool;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;

/**
 * What is configured for one pool: a key of the pool wins over the same key for all pools, which wins over the annotation.
 * <p>
 * Collects all values that are out of their range, each with the property that it came from.
 */
final class EffectiveConfig {

    private static final String PREFIX = "quarkus.process-pool.";
    private static final Predicate<BigInteger> ANY_SIZE = size -> size.bitLength() < Long.SIZE;

    private final String pool;
    /** The narrowest first. */
    private final List<Layer> layers = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> properties = new TreeSet<>();

    /** One place that can say something for the pool, with the start of its properties. */
    private record Layer(String prefix, PoolConfig keys) {
    }

    EffectiveConfig(ProcessPoolConfig config, String pool) {
        this.pool = pool;
        String fromEnvironment = inEnvironment(pool);
        if (!fromEnvironment.equals(pool)) {
            add(PREFIX + '"' + fromEnvironment + "\".", config.pools().get(fromEnvironment));
        }
        add(PREFIX + '"' + pool + "\".", config.pools().get(pool));
        add(PREFIX, config.pools().get(ProcessPoolConfig.ALL));
    }

    private void add(String prefix, PoolConfig keys) {
        if (keys != null) {
            layers.add(new Layer(prefix, keys));
        }
    }

    /**
     * How the name of a pool comes out of an environment variable, which has neither dashes nor small letters:
     * {@code QUARKUS_PROCESS_POOL__IMAGE_TOOLS__WORKERS} is of the pool {@code image.tools}.
     */
    static String inEnvironment(String pool) {
        return pool.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ".");
    }

    boolean enabled() {
        return value("enabled", PoolConfig::enabled, b -> true, "").orElse(true);
    }

    Duration shutdownTimeout() {
        return value("shutdown-timeout", PoolConfig::shutdownTimeout, d -> !d.isNegative(), "0 or more")
                .orElse(WorkerPool.builder(pool).settings().times().shutdown());
    }

    /**
     * @param declaredWorkers the size that the annotations say, 0 for none
     * @throws ConfigurationException that lists all values which are out of their range
     */
    PoolBuilder builder(int declaredWorkers, List<Path> classPath, Executor executor) {
        PoolBuilder builder = WorkerPool.builder(pool).classPath(classPath).callbackExecutor(executor)
                .properties(new WorkerProperties());
        if (declaredWorkers > 0) {
            builder.workers(declaredWorkers);
        }
        number("workers", PoolConfig::workers, PoolBounds::isSize, "1 to " + PoolBounds.MOST_WORKERS)
                .ifPresent(builder::workers);
        reserve("min-workers", PoolConfig::minWorkers).ifPresent(builder::minWorkers);
        reserve("spare-workers", PoolConfig::spareWorkers).ifPresent(builder::spareWorkers);
        value("class-archive", PoolConfig::classArchive, b -> true, "").ifPresent(builder::classArchive);
        value("class-archive-directory", PoolConfig::classArchiveDirectory, p -> true, "")
                .ifPresent(builder::classArchiveDirectory);
        number("queue-size", PoolConfig::queueSize, n -> n >= 1, "1 or more").ifPresent(builder::queueSize);
        number("max-tasks-per-worker", PoolConfig::maxTasksPerWorker, n -> n >= 0, "0 or more")
                .ifPresent(builder::maxTasksPerWorker);
        value("heap", PoolConfig::heap, PoolBounds::isHeap, "a size like 256m or 2g, and at least 2m").ifPresent(builder::heap);
        value("task-timeout", PoolConfig::taskTimeout, d -> !d.isNegative(), "0 or more")
                .ifPresent(builder::overridingTaskTimeout);
        value("start-timeout", PoolConfig::startTimeout, d -> d.compareTo(Duration.ZERO) > 0, "more than 0")
                .ifPresent(builder::startTimeout);
        value("idle-timeout", PoolConfig::idleTimeout, d -> !d.isNegative(), "0 or more").ifPresent(builder::idleTimeout);
        value("progress-timeout", PoolConfig::progressTimeout, d -> !d.isNegative(), "0 or more")
                .ifPresent(builder::progressTimeout);
        value("queue-timeout", PoolConfig::queueTimeout, d -> !d.isNegative(), "0 or more").ifPresent(builder::queueTimeout);
        value("cancel-grace", PoolConfig::cancelGrace, d -> !d.isNegative(), "0 or more").ifPresent(builder::cancelGrace);
        value("max-age", PoolConfig::maxAge, d -> !d.isNegative(), "0 or more").ifPresent(builder::maxAge);
        value("quarantine", PoolConfig::quarantine, d -> !d.isNegative(), "0 or more").ifPresent(builder::quarantine);
        number("max-retries", PoolConfig::maxRetries, n -> n >= 0, "0 or more").ifPresent(builder::maxRetries);
        bytes("recycle-rss", PoolConfig::recycleRss, ANY_SIZE, "less than 8E").ifPresent(builder::recycleRss);
        bytes("max-rss", PoolConfig::maxRss, ANY_SIZE, "less than 8E").ifPresent(builder::maxRss);
        bytes("max-payload", PoolConfig::maxPayload,
                size -> size.signum() > 0 && size.compareTo(BigInteger.valueOf(PoolBuilder.LARGEST_PAYLOAD)) <= 0,
                "1 to " + PoolBuilder.LARGEST_PAYLOAD).ifPresent(bytes -> builder.maxPayload((int) bytes));
        value("java", PoolConfig::java, Files::isExecutable, "the path of an executable file").ifPresent(builder::java);
        value("jvm-args", PoolConfig::jvmArgs, a -> true, "").ifPresent(a -> builder.jvmArgs(a.toArray(new String[0])));
        value("allowed-classes", PoolConfig::allowedClasses, a -> true, "").ifPresent(builder::allowedClasses);
        builder.shutdownTimeout(shutdownTimeout()).environment(environment());
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems), properties);
        }
        return builder;
    }

    private OptionalLong bytes(String key, Function<PoolConfig, Optional<MemorySize>> getter, Predicate<BigInteger> valid,
            String range) {
        Optional<BigInteger> bytes = value(key, config -> getter.apply(config).map(MemorySize::asBigInteger), valid, range);
        return bytes.isPresent() ? OptionalLong.of(bytes.get().longValue()) : OptionalLong.empty();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (int i = layers.size() - 1; i >= 0; i--) {
            environment.putAll(layers.get(i).keys().environment());
        }
        return environment;
    }

    private OptionalInt reserve(String key, Function<PoolConfig, OptionalInt> getter) {
        return number(key, getter, PoolBounds::isReserve, "0 to " + PoolBounds.MOST_WORKERS);
    }

    private OptionalInt number(String key, Function<PoolConfig, OptionalInt> getter, Predicate<Integer> valid, String range) {
        Optional<Integer> number = value(key, config -> {
            OptionalInt value = getter.apply(config);
            return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
        }, valid, range);
        return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
    }

    private <T> Optional<T> value(String key, Function<PoolConfig, Optional<T>> getter, Predicate<T> valid, String range) {
        for (Layer layer : layers) {
            Optional<T> value = getter.apply(layer.keys());
            if (value.isPresent()) {
                String property = layer.prefix() + key;
                if (!valid.test(value.get()) && properties.add(property)) {
                    problems.add(property + " must be " + range + ", not " + value.get());
                }
                return value;
            }
        }
        return Optional.empty();
    }
}
