package io.quarkiverse.processpool.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.Indexer;

import io.quarkus.paths.PathTree;

/** Looks into the class files of one artifact. */
final class MarkedMethodsOfArtifact {

    private MarkedMethodsOfArtifact() {
    }

    /** The marked methods, sorted. */
    static Set<String> in(PathTree artifact) {
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
        Set<String> methods = new TreeSet<>();
        for (AnnotationInstance mark : indexer.complete().getAnnotations(DiscoverySteps.IN_PROCESS_POOL)) {
            if (mark.target().kind() == AnnotationTarget.Kind.METHOD) {
                methods.add(MarkedMethodBuildItem.display(mark.target().asMethod()));
            }
        }
        return methods;
    }
}
