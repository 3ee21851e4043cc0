package io.quarkiverse.processpool.deployment;

import java.nio.file.Path;
import java.util.List;

import io.quarkiverse.processpool.runtime.WorkerClassPath;
import io.quarkus.builder.item.SimpleBuildItem;

/** Where the workers find their classes. */
public final class WorkerClassPathBuildItem extends SimpleBuildItem {

    private final WorkerClassPath classPath;
    private final Path folder;

    private WorkerClassPathBuildItem(WorkerClassPath classPath, Path folder) {
        this.classPath = classPath;
        this.folder = folder;
    }

    static WorkerClassPathBuildItem packaged(String providers) {
        return new WorkerClassPathBuildItem(new WorkerClassPath(List.of(), null, providers), null);
    }

    static WorkerClassPathBuildItem unpackaged(Path folder, List<String> places) {
        return new WorkerClassPathBuildItem(new WorkerClassPath(places, redefined(folder).toString(), null), folder);
    }

    WorkerClassPath classPath() {
        return classPath;
    }

    /** A folder for this run of the application, which takes what exists only in memory; null for a packaged application. */
    Path folder() {
        return folder;
    }

    static Path redefined(Path folder) {
        return folder.resolve("redefined");
    }

    static Path written(Path folder) {
        return folder.resolve("quarkus.jar");
    }
}
