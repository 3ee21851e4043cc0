package io.quarkiverse.processpool.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.Sums;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.bootstrap.model.ApplicationModelBuilder;
import io.quarkus.bootstrap.model.PlatformImportsImpl;
import io.quarkus.deployment.ApplicationArchive;
import io.quarkus.deployment.ApplicationArchiveImpl;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.maven.dependency.ArtifactCoords;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.maven.dependency.DependencyFlags;
import io.quarkus.maven.dependency.ResolvedDependency;
import io.quarkus.maven.dependency.ResolvedDependencyBuilder;
import io.quarkus.paths.PathTree;

/** PP-503: a marked method in a dependency without an index. */
class UnindexedStepsTest {

    private static final ArtifactCoords EXTENSION = ArtifactCoords.jar("io.quarkiverse.processpool", "quarkus-process-pool",
            "1");
    private static final ArtifactCoords LIBRARY = ArtifactCoords.jar("org.lib", "squares", "1");

    @TempDir
    Path folder;

    @BeforeEach
    void library() throws IOException {
        add(Squares.class);
        Files.createDirectories(folder.resolve("application"));
    }

    private void add(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        Path file = folder.resolve("library").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, type.getClassLoader().getResourceAsStream(name).readAllBytes());
    }

    @Test
    void isRefusedWithTheLinesToAdd() {
        List<Problem> problems = problemsOf(application(EXTENSION));

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).id()).isEqualTo("PP-503");
        assertThat(problems.get(0).element()).isEqualTo(Squares.class.getName() + ".square(int)");
        assertThat(problems.get(0)).hasMessageContaining("org.lib:squares").hasMessageContaining("META-INF/beans.xml")
                .hasMessageContaining("quarkus.index-dependency.squares.group-id=org.lib")
                .hasMessageContaining("quarkus.index-dependency.squares.artifact-id=squares");
    }

    @Test
    void allMethodsOfAnArtifactAreOneProblem() throws IOException {
        add(Sums.class);
        List<Problem> problems = problemsOf(application(EXTENSION));

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).hasMessageContaining(
                "has methods marked with @InProcessPool (" + Squares.class.getName() + ".square(int); " + Sums.class.getName());
    }

    /** Nothing is said of an injection point that asks for one of them: it is right as it is. */
    @Test
    void theirPoolsAreKnown() throws IOException {
        add(Sums.class);

        assertThat(InjectionPointSteps.known(List.of(), unindexed(application(EXTENSION)))).containsExactly("numbers",
                "squares");
    }

    @Test
    void isFineInTheIndex() {
        ApplicationModel application = application(EXTENSION);
        ResolvedDependency library = application.getRuntimeDependencies().iterator().next();

        assertThat(problemsOf(application, archive(library))).isEmpty();
    }

    @Test
    void isNotLookedForWhereTheExtensionIsNotUsed() {
        assertThat(problemsOf(application(ArtifactCoords.jar("org.other", "other", "1")))).isEmpty();
    }

    @Test
    void usersOfUsersAreUsers() {
        ResolvedDependency near = library(LIBRARY, EXTENSION).build();
        ResolvedDependency far = library(ArtifactCoords.jar("org.lib", "far", "1"), LIBRARY).build();

        assertThat(UnindexedSteps.usersOfThisExtension(Set.of(far, near))).containsExactlyInAnyOrder(near.getKey(),
                far.getKey());
    }

    private List<Problem> problemsOf(ApplicationModel application, ApplicationArchive... indexed) {
        List<Problem> problems = new ArrayList<>();
        new UnindexedSteps().refuse(unindexed(application, indexed),
                (ValidationErrorBuildItem error) -> error.getValues().forEach(value -> problems.add((Problem) value)));
        return problems;
    }

    private List<UnindexedArtifactBuildItem> unindexed(ApplicationModel application, ApplicationArchive... indexed) {
        List<UnindexedArtifactBuildItem> artifacts = new ArrayList<>();
        new UnindexedSteps().unindexed(new CurateOutcomeBuildItem(application),
                new ApplicationArchivesBuildItem(archive(application.getAppArtifact()), List.of(indexed)), artifacts::add);
        return artifacts;
    }

    private static ApplicationArchive archive(ResolvedDependency artifact) {
        return new ApplicationArchiveImpl(null,
                PathTree.ofDirectoryOrArchive(artifact.getResolvedPaths().getSinglePath()).open(),
                artifact);
    }

    private ApplicationModel application(ArtifactCoords dependencyOfLibrary) {
        return new ApplicationModelBuilder()
                .setAppArtifact(ResolvedDependencyBuilder.newInstance().setCoords(ArtifactCoords.jar("org.acme", "app", "1"))
                        .setResolvedPath(folder.resolve("application")))
                .setPlatformImports(new PlatformImportsImpl())
                .addDependency(library(LIBRARY, dependencyOfLibrary)).build();
    }

    private ResolvedDependencyBuilder library(ArtifactCoords coords, ArtifactCoords dependency) {
        return ResolvedDependencyBuilder.newInstance().setCoords(coords).setResolvedPath(folder.resolve("library"))
                .setFlags(DependencyFlags.RUNTIME_CP).setDependencies(List.of(dependency))
                .setDirectDependencies(
                        List.of(Dependency.of(dependency.getGroupId(), dependency.getArtifactId(), dependency.getVersion())));
    }
}
