package io.quarkiverse.processpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.engine.WorkerPool;

/** A worker that has run a small task has loaded nothing of the application's frameworks, and few classes at all. */
class WorkerFootprintTest {

    /**
     * The classes that a worker had loaded at the time it was told to stop, 772 on JDK 17 and 971 on JDK 25, and
     * one per cent. To measure again, run this test with a budget of 0: the failure says the number.
     */
    private static final int BUDGET = Runtime.version().feature() == 17 ? 780 : 980;
    private static final Pattern LOADED = Pattern.compile("^\\S* ?(\\S+) source: .*");
    private static final List<String> FOREIGN = List.of("io.quarkus.", "io.smallrye.", "jakarta.", "org.jboss.", "io.vertx.");

    @Test
    void oneSmallTask(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("classes.log");
        try (WorkerPool pool = WorkerPool.builder("footprint").workers(1).jvmArgs("-Xlog:class+load:file=" + log).build()) {
            assertThat(pool.apply(SampleTasks.square(7))).isEqualTo(49);
            pool.close();
            assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
        }
        List<String> loaded = beforeTheEnd(classes(log));
        assertThat(loaded).as("the log was understood").contains("java.lang.Object", SampleWorker.class.getName(),
                Sample.class.getName());
        assertThat(loaded).as("classes of frameworks").noneMatch(name -> FOREIGN.stream().anyMatch(name::startsWith));
        assertThat(loaded).as("classes of logging").noneMatch(name -> name.startsWith("java.util.logging.")
                || name.contains("processpool.wire.Log") || name.contains("processpool.worker.Log"));
        assertThat(loaded.size()).as(() -> "classes loaded; outside of the JDK: " + loaded.stream()
                .filter(name -> name.startsWith("io.quarkiverse.")).collect(Collectors.joining(", ")))
                .isLessThanOrEqualTo(BUDGET);
    }

    /** How a worker ends is not counted, but has nothing to do with the logging of the application. */
    private static List<String> beforeTheEnd(List<String> loaded) {
        int end = loaded.indexOf(Exit.class.getName());
        assertThat(end).as("the log was understood").isPositive();
        assertThat(loaded.subList(end, loaded.size())).as("classes of an end")
                .noneMatch(name -> name.startsWith("java.util.logging.") || name.startsWith("java.lang.System$Logger"));
        return loaded.subList(0, end);
    }

    private static List<String> classes(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(LOADED::matcher).filter(Matcher::matches).map(match -> match.group(1)).toList();
        }
    }
}
