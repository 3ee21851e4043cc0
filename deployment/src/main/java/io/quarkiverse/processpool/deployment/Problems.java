package io.quarkiverse.processpool.deployment;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The catalogue of what the build refuses, each with its repair. The processor has those below PP-500. */
final class Problems {

    private static final String COORDINATES = "io.quarkiverse.processpool:quarkus-process-pool-processor";

    private Problems() {
    }

    /** @param sizes each size with the methods that declare it */
    static Problem differentSizes(String pool, Map<Integer, List<String>> sizes) {
        String declared = sizes.entrySet().stream()
                .map(size -> size.getKey() + " by " + String.join(", ", size.getValue()))
                .collect(Collectors.joining(" and "));
        return new Problem("PP-501", sizes.values().iterator().next().get(0),
                "The pool '" + pool + "' is declared with different sizes: " + declared
                        + ". A pool has one size. Leave 'workers'"
                        + " on one method only, or set quarkus.process-pool.\"" + pool + "\".workers and remove it from all");
    }

    static Problem unknownPool(String injectionPoint, String name, Collection<String> known) {
        String closest = Similarity.closest(name, known);
        return new Problem("PP-502", injectionPoint,
                "The injection point " + injectionPoint + " asks for the pool '" + name
                        + "', which no @InProcessPool method has. "
                        + (closest == null ? "" : "Did you mean '" + closest + "'? ")
                        + (known.isEmpty() ? "The application has no pools" : "The pools are " + String.join(", ", known))
                        + ". Correct the name, or mark a method with @InProcessPool(pool = \"" + name + "\")");
    }

    static Problem notIndexed(UnindexedArtifactBuildItem artifact) {
        String groupId = artifact.groupId();
        String artifactId = artifact.artifactId();
        List<String> methods = artifact.methods().stream().map(MarkedMethodBuildItem::display).toList();
        return new Problem("PP-503", methods.get(0),
                "The artifact " + groupId + ":" + artifactId + " has methods marked with @InProcessPool ("
                        + String.join("; ", methods) + "), but"
                        + " is not in the index of the application, so their pools would not exist. Build the artifact with an empty"
                        + " META-INF/beans.xml or with the jandex-maven-plugin, or add these two lines to application.properties:\n"
                        + "quarkus.index-dependency." + artifactId + ".group-id=" + groupId + "\n"
                        + "quarkus.index-dependency." + artifactId + ".artifact-id=" + artifactId);
    }

    static Problem noProcessor(String className, List<String> methods, String missing, String version) {
        return new Problem("PP-504", className,
                "The class " + className + " has methods marked with @InProcessPool (" + String.join(", ", methods)
                        + "), but no " + missing + " was generated: it was compiled without the annotation processor."
                        + " With Maven, add it to the compiler plugin of the module that has the class:\n"
                        + "<plugin>\n"
                        + "    <artifactId>maven-compiler-plugin</artifactId>\n"
                        + "    <configuration>\n"
                        + "        <annotationProcessorPaths>\n"
                        + "            <path>\n"
                        + "                <groupId>io.quarkiverse.processpool</groupId>\n"
                        + "                <artifactId>quarkus-process-pool-processor</artifactId>\n"
                        + "                <version>" + version + "</version>\n"
                        + "            </path>\n"
                        + "        </annotationProcessorPaths>\n"
                        + "    </configuration>\n"
                        + "</plugin>\n"
                        + "With Gradle, add to the dependencies:\n"
                        + "annotationProcessor(\"" + COORDINATES + ":" + version + "\")");
    }

    static Problem reservedName(String pool, String method) {
        return new Problem("PP-505", method,
                "The method " + method + " names its pool '" + pool + "'. The property quarkus.process-pool." + pool
                        + " already means something for all pools. Give the pool another name with @InProcessPool(pool = \"…\")");
    }

    static Problem nativeImage() {
        return new Problem("PP-506", "quarkus.native.enabled",
                "The process pool does not support native images: its workers are JVMs that run the classes of the application, and"
                        + " a native image has neither. Build a JVM application (quarkus.native.enabled=false), or remove"
                        + " quarkus-process-pool");
    }

    /** @param isTouched whether the source of the class counts as changed now */
    static Problem changedRecords(String className, String generated, List<WrittenRecords.Changed> records, boolean isTouched) {
        String changes = records.stream()
                .map(record -> record.then() + ", which is " + (record.now() == null ? "no record" : record.now()) + " now")
                .collect(Collectors.joining(", and "));
        return new Problem("PP-507", className,
                generated + " was generated for the record " + changes
                        + ". What it sends would not be what it is given. Compile the class " + className + " again"
                        + (isTouched ? ": its source counts as changed now, so the next request does that"
                                : " with the annotation processor: in dev mode, save its source; if it is in a library, build that"
                                        + " with the record as it is now"));
    }
}
