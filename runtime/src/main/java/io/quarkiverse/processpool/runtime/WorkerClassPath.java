package io.quarkiverse.processpool.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.quarkus.runtime.annotations.RecordableConstructor;

/**
 * The class path of the workers: what Quarkus transformed or generated, then the application, then its dependencies.
 * <p>
 * In dev mode and tests the build knows the places and records them. A packaged application can be anywhere, so
 * {@link PackagedClassPath} finds them from where it runs.
 */
public final class WorkerClassPath {

    private final List<String> recorded;
    private final String redefined;
    private final String providers;

    /**
     * @param recorded the places in dev mode and tests; empty for a packaged application
     * @param redefined the directory before all others that takes classes which dev mode redefines; null for none
     * @param providers the directory of the user's own jars in a packaged application; null for none
     */
    @RecordableConstructor
    public WorkerClassPath(List<String> recorded, String redefined, String providers) {
        this.recorded = recorded;
        this.redefined = redefined;
        this.providers = providers;
    }

    public List<String> getRecorded() {
        return recorded;
    }

    public String getRedefined() {
        return redefined;
    }

    public String getProviders() {
        return providers;
    }

    Path redefined() {
        return redefined == null ? null : Path.of(redefined);
    }

    /** The places, in the order in which classes are looked for. */
    List<Path> entries() {
        if (recorded.isEmpty()) {
            return PackagedClassPath.ofThisApplication(providers);
        }
        List<Path> entries = new ArrayList<>();
        if (redefined != null) {
            entries.add(Path.of(redefined));
        }
        for (String place : recorded) {
            Path path = Path.of(place);
            if (Files.exists(path)) {
                entries.add(path);
            }
        }
        return entries;
    }
}
