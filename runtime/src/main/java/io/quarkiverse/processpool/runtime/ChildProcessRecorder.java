package io.quarkiverse.processpool.runtime;

import java.time.Duration;
import java.util.Optional;

import io.quarkiverse.processpool.ChildProcesses;
import io.quarkiverse.processpool.engine.ChildPlan;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;

/** Tells child processes what they have of the application, and ends them with it. No process is started here. */
@Recorder
public class ChildProcessRecorder {

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    private final RuntimeValue<ProcessPoolConfig> config;

    public ChildProcessRecorder(RuntimeValue<ProcessPoolConfig> config) {
        this.config = config;
    }

    /** @param classPath of the workers, which children have as well, also those that are started without the bean */
    public RuntimeValue<ChildProcesses> open(WorkerClassPath classPath, ShutdownContext shutdown) {
        ApplicationChildren children = new ApplicationChildren();
        Duration timeout = shutdownTimeout();
        WorkerProperties properties = new WorkerProperties();
        ChildPlan.setSurroundings(classPath::entries, properties::ofChildren);
        shutdown.addShutdownTask(() -> {
            if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
                children.stopNow();
            } else {
                children.stop(timeout);
            }
            ChildPlan.clearSurroundings();
        });
        return new RuntimeValue<>(children);
    }

    private Duration shutdownTimeout() {
        return Optional.ofNullable(config.getValue().pools().get(ProcessPoolConfig.ALL)).flatMap(PoolConfig::shutdownTimeout)
                .orElse(SHUTDOWN_TIMEOUT);
    }
}
