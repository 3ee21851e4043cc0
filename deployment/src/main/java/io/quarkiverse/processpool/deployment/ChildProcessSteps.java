package io.quarkiverse.processpool.deployment;

import jakarta.inject.Singleton;

import io.quarkiverse.processpool.ChildProcesses;
import io.quarkiverse.processpool.runtime.ChildProcessRecorder;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;

/** Makes the bean that starts child processes. */
class ChildProcessSteps {

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    SyntheticBeanBuildItem children(ChildProcessRecorder recorder, WorkerClassPathBuildItem classPath,
            ShutdownContextBuildItem shutdown) {
        return SyntheticBeanBuildItem.configure(ChildProcesses.class).scope(Singleton.class).unremovable().setRuntimeInit()
                .runtimeValue(recorder.open(classPath.classPath(), shutdown)).done();
    }
}
