package io.quarkiverse.processpool.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkus.bootstrap.workspace.ArtifactSources;
import io.quarkus.bootstrap.workspace.SourceDir;
import io.quarkus.bootstrap.workspace.WorkspaceModule;
import io.quarkus.bootstrap.workspace.WorkspaceModuleId;
import io.quarkus.maven.dependency.ResolvedDependency;
import io.quarkus.maven.dependency.ResolvedDependencyBuilder;
import io.quarkus.paths.PathList;
import io.quarkus.runtime.LaunchMode;

/** A module of the workspace that was packaged once has a jar beside its classes, which dev mode does not write again. */
class WorkerClassPathStepsTest {

    @TempDir
    Path module;

    private Path jar;
    private Path classes;

    @BeforeEach
    void packaged() throws IOException {
        jar = Files.createFile(module.resolve("types.jar"));
        classes = Files.createDirectory(module.resolve("classes"));
    }

    private ResolvedDependencyBuilder dependency() {
        ArtifactSources sources = ArtifactSources.main(SourceDir.of(module.resolve("java"), classes),
                SourceDir.of(module.resolve("resources"), classes));
        return ResolvedDependencyBuilder.newInstance().setGroupId("org.acme").setArtifactId("types").setVersion("1")
                .setResolvedPaths(PathList.of(jar))
                .setWorkspaceModule(WorkspaceModule.builder().setModuleId(WorkspaceModuleId.of("org.acme", "types", "1"))
                        .setModuleDir(module).addArtifactSources(sources).build());
    }

    @Test
    void devModeTakesWhatItCompiles() {
        ResolvedDependency types = dependency().setReloadable().build();

        assertThat(WorkerClassPathSteps.placesOf(types, LaunchMode.DEVELOPMENT)).containsExactly(classes);
    }

    @Test
    void testsAndOtherArtifactsAreTakenAsTheApplicationTakesThem() throws IOException {
        assertThat(WorkerClassPathSteps.placesOf(dependency().setReloadable().build(), LaunchMode.TEST)).containsExactly(jar);
        assertThat(WorkerClassPathSteps.placesOf(dependency().build(), LaunchMode.DEVELOPMENT)).containsExactly(jar);
        Files.delete(classes);
        assertThat(WorkerClassPathSteps.placesOf(dependency().setReloadable().build(), LaunchMode.DEVELOPMENT))
                .containsExactly(jar);
    }
}
