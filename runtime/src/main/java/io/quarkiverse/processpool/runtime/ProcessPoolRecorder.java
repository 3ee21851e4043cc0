package io.quarkiverse.processpool.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.engine.InPlacePool;
import io.quarkiverse.processpool.engine.PoolBuilder;
import io.quarkiverse.processpool.engine.PoolSettings;
import io.quarkiverse.processpool.engine.TaskPool;
import io.quarkiverse.processpool.engine.WorkerPool;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.metrics.MetricsFactory;

/** Makes the pools when the application starts and ends them when it stops. No worker is started here. */
@Recorder
public class ProcessPoolRecorder {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.processpool");

    private final RuntimeValue<ProcessPoolConfig> config;

    public ProcessPoolRecorder(RuntimeValue<ProcessPoolConfig> config) {
        this.config = config;
    }

    /**
     * @param declaredWorkers the pools of the application, with the size that their annotations say or 0
     * @param classPath of the workers
     * @param vertx whether the application has Vert.x
     * @throws ConfigurationException if a value is out of its range; lists all of them
     */
    public RuntimeValue<ProcessPools> open(Map<String, Integer> declaredWorkers, WorkerClassPath classPath, boolean vertx,
            Executor executor, ShutdownContext shutdown) {
        warnOfUnknownPools(declaredWorkers);
        Contexts contexts = vertx ? new VertxContexts() : Contexts.NONE;
        Map<TaskPool, Duration> made = make(declaredWorkers, classPath, executor);
        checkMemory(made.keySet());
        ApplicationPools pools = new ApplicationPools(made, contexts, executor);
        CodePools.started(classPath::entries, contexts, executor);
        shutdown.addShutdownTask(CodePools::stopped);
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            Runnable unlisten = Redefinitions.listen(classPath.redefined(), pools::recycle);
            shutdown.addShutdownTask(() -> {
                unlisten.run();
                pools.stopNow();
            });
        } else {
            shutdown.addShutdownTask(pools::stop);
        }
        return new RuntimeValue<>(pools);
    }

    public Supplier<ProcessPool> router(RuntimeValue<ProcessPools> pools) {
        return () -> ((ApplicationPools) pools.getValue()).router();
    }

    public Supplier<ProcessPool> pool(RuntimeValue<ProcessPools> pools, String name) {
        return () -> pools.getValue().pool(name);
    }

    public Consumer<MetricsFactory> meters(RuntimeValue<ProcessPools> pools) {
        return new PoolMeters(pools.getValue());
    }

    private Map<TaskPool, Duration> make(Map<String, Integer> declaredWorkers, WorkerClassPath classPath, Executor executor) {
        Map<TaskPool, Duration> pools = new LinkedHashMap<>();
        List<ConfigurationException> problems = new ArrayList<>();
        List<Path> entries = declaredWorkers.isEmpty() ? List.of() : classPath.entries();
        Map<PoolBuilder, Duration> builders = new LinkedHashMap<>();
        declaredWorkers.forEach((name, workers) -> {
            try {
                EffectiveConfig effective = new EffectiveConfig(config.getValue(), name);
                Duration shutdownTimeout = effective.shutdownTimeout();
                if (effective.enabled()) {
                    builders.put(effective.builder(workers, entries, executor), shutdownTimeout);
                } else {
                    pools.put(new InPlacePool(name, executor), shutdownTimeout);
                }
            } catch (ConfigurationException e) {
                problems.add(e);
            }
        });
        int sharing = builders.keySet().stream().map(PoolBuilder::settings).filter(pool -> pool.heap() == null)
                .mapToInt(PoolSettings::mostWorkers).sum();
        builders.forEach((builder, shutdownTimeout) -> {
            int own = builder.settings().mostWorkers();
            pools.put(builder.sharingMemoryWith(Math.max(0, sharing - own)).build(), shutdownTimeout);
        });
        if (!problems.isEmpty()) {
            pools.keySet().forEach(TaskPool::terminate);
            TreeSet<String> lines = new TreeSet<>();
            TreeSet<String> properties = new TreeSet<>();
            problems.forEach(problem -> {
                lines.addAll(problem.getMessage().lines().toList());
                properties.addAll(problem.getConfigKeys());
            });
            throw new ConfigurationException(String.join("\n", lines), properties);
        }
        return pools;
    }

    private void checkMemory(Set<TaskPool> pools) {
        List<PoolSettings> settings = pools.stream().filter(WorkerPool.class::isInstance)
                .map(pool -> ((WorkerPool) pool).settings()).toList();
        if (settings.isEmpty()) {
            return;
        }
        MemoryBudget budget = new MemoryBudget(settings);
        if (budget.fits()) {
            LOG.info(budget);
        } else if (config.getValue().strictMemory()) {
            pools.forEach(TaskPool::terminate);
            throw new ConfigurationException(
                    budget + ". Lower heap, max-rss or workers, or set quarkus.process-pool.strict-memory"
                            + " to false",
                    Set.of("quarkus.process-pool.strict-memory"));
        } else {
            LOG.warn(budget + ", which is too much if all of it is used at once. Lower heap, max-rss or workers.");
        }
    }

    private void warnOfUnknownPools(Map<String, Integer> declaredWorkers) {
        Set<String> known = new TreeSet<>(Set.of(ProcessPoolConfig.ALL, "environment"));
        for (String name : declaredWorkers.keySet()) {
            known.add(name);
            known.add(EffectiveConfig.inEnvironment(name));
        }
        for (String name : new TreeSet<>(config.getValue().pools().keySet())) {
            if (!known.contains(name)) {
                LOG.warnf("There is configuration for quarkus.process-pool.\"%s\", but no such pool; the pools are %s", name,
                        new TreeSet<>(declaredWorkers.keySet()));
            }
        }
    }
}
