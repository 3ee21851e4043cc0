package io.quarkiverse.processpool.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Parent side: how a child process is started.
 *
 * @param name what it is called
 * @param identity its place in the tree of processes
 * @param daemon whether it ends with its parent
 * @param java the {@code java} that runs it
 * @param jvmArgs options of its JVM, after those that it takes over from this one
 * @param environment added to the environment that it inherits
 * @param allowedClasses patterns of classes that may travel to it by Java serialization
 */
public record ChildPlan(String name, String identity, boolean daemon, Path java, List<String> jvmArgs,
        Map<String, String> environment, List<String> allowedClasses) {

    private static final String MAIN_CLASS = "io.quarkiverse.processpool.worker.ChildMain";

    private static volatile Supplier<List<Path>> classPath = ChildPlan::classPathOfThisProcess;
    private static volatile Supplier<Map<String, String>> given = Map::of;

    public ChildPlan {
        jvmArgs = List.copyOf(jvmArgs);
        environment = Map.copyOf(environment);
        allowedClasses = List.copyOf(allowedClasses);
    }

    /**
     * Says what all children have of their container from now on.
     *
     * @param places where they find their classes: a container has others than the class path of its JVM. Asked for each child
     * @param properties system properties that they get beside those of this JVM. Asked for each child
     */
    public static void setSurroundings(Supplier<List<Path>> places, Supplier<Map<String, String>> properties) {
        classPath = places;
        given = properties;
    }

    /** From now on there is no container: children have the class path of this JVM and its properties. */
    public static void clearSurroundings() {
        setSurroundings(ChildPlan::classPathOfThisProcess, Map::of);
    }

    static List<Path> classPath() {
        return classPath.get();
    }

    private static List<Path> classPathOfThisProcess() {
        List<Path> paths = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                paths.add(Path.of(entry).toAbsolutePath());
            }
        }
        return paths;
    }

    /** The system properties that the child gets. */
    Map<String, String> properties() {
        Map<String, String> properties = Inheritance.properties();
        Map<String, String> ofTheContainer = new TreeMap<>(given.get());
        if (!ofTheContainer.isEmpty()) {
            properties.remove(WorkerLogging.LOG_MANAGER); // which waits for a container to start
        }
        WorkerLogging.leaveOutIfSaidOtherwise(ofTheContainer, properties, jvmArgs);
        WorkerLogging.leaveOutIfSaidBy(jvmArgs, properties);
        properties.putAll(ofTheContainer);
        return properties;
    }

    /** The words of the command. */
    List<String> words(ChildDirectory directory) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        JvmOptions.addTo(words);
        words.addAll(Inheritance.options(jvmArgs));
        words.addAll(jvmArgs);
        JvmOptions.addClassPath(words, classPath(), directory);
        words.add(MAIN_CLASS);
        words.add(directory.path().toString());
        return words;
    }
}
