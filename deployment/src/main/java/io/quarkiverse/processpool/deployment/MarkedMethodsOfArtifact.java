package io.quarkiverse.processpool.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

import org.jboss.jandex.Indexer;

import io.quarkus.paths.PathTree;

/** Looks into the class files of one artifact. */
final class MarkedMethodsOfArtifact {

    private MarkedMethodsOfArtifact() {
    }

    /** The marked methods, sorted. */
    static List<MarkedMethodBuildItem> in(PathTree artifact) {
        Indexer indexer = new Indexer();
        artifact.walk(visit -> {
            String file = visit.getRelativePath("/");
            if (file.endsWith(".class") && !file.endsWith("module-info.class") && !file.startsWith("META-INF/")) {
                try (InputStream in = Files.newInputStream(visit.getPath())) {
                    indexer.index(in);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        return DiscoverySteps.markedMethods(indexer.complete());
    }
}
