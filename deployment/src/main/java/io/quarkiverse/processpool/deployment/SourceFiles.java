package io.quarkiverse.processpool.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jboss.jandex.DotName;

import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.bootstrap.workspace.ArtifactSources;
import io.quarkus.maven.dependency.ResolvedDependency;

/** The sources of the application and of the modules that dev mode compiles with it. */
final class SourceFiles {

    private final List<Path> folders = new ArrayList<>();

    SourceFiles(ApplicationModel application) {
        add(application.getAppArtifact());
        application.getRuntimeDependencies().forEach(this::add);
    }

    private void add(ResolvedDependency artifact) {
        ArtifactSources sources = artifact.getSources();
        if (sources != null) {
            sources.getSourceDirs().forEach(folder -> folders.add(folder.getDir()));
        }
    }

    /**
     * Makes the source of a class count as changed.
     *
     * @return false if there is none
     */
    boolean touch(DotName type) {
        String file = type.toString().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
        for (Path folder : folders) {
            Path source = folder.resolve(file);
            if (Files.isRegularFile(source)) {
                try {
                    Files.setLastModifiedTime(source, FileTime.from(Instant.now()));
                    return true;
                } catch (IOException e) {
                    return false; // one that cannot be written is saved by nobody else either
                }
            }
        }
        return false;
    }
}
