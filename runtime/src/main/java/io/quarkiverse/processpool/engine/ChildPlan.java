package io.quarkiverse.processpool.engine;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    public ChildPlan {
        jvmArgs = List.copyOf(jvmArgs);
        environment = Map.copyOf(environment);
        allowedClasses = List.copyOf(allowedClasses);
    }

    /**
     * Says where all children find their classes from now on: a container has other places than the class path of its JVM.
     *
     * @param places asked for each child; null for the class path of this JVM
     */
    public static void setClassPath(Supplier<List<Path>> places) {
        classPath = places == null ? ChildPlan::classPathOfThisProcess : places;
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

    /** The words of the command. */
    List<String> words(ChildDirectory directory) {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        JvmOptions.addTo(words);
        words.addAll(Inheritance.options(jvmArgs));
        words.addAll(jvmArgs);
        words.add("@" + directory.classPathFile());
        words.add(MAIN_CLASS);
        words.add(directory.path().toString());
        return words;
    }
}
