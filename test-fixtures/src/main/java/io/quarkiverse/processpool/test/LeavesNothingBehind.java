package io.quarkiverse.processpool.test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something behind that was not there before it: a worker process or a process that a task
 * has started, a thread of a pool, a socket or pipe, or the directory of a pool or of a child process. What is only slow to end
 * has 20
 * seconds for it.
 * <p>
 * {@code @ExtendWith(LeavesNothingBehind.class)} is for tests that make and close pools of their own. In a test
 * whose pools live longer than one test, as those of a Quarkus application do, workers may stay and what tasks have
 * started may not: {@code @RegisterExtension static LeavesNothingBehind check = LeavesNothingBehind.ofTasks();}
 * <p>
 * A process that was started and left by its parent within a few milliseconds can go unseen. Sockets and pipes are
 * seen on Linux only. Not for tests that run at the same time in one JVM.
 */
public final class LeavesNothingBehind implements BeforeEachCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 20;

    private final boolean workersMayStay;
    private final Duration patience;
    private Map<String, Set<String>> before = Map.of();
    private Descendants descendants;

    /** Nothing may stay. */
    public LeavesNothingBehind() {
        this(false, PATIENCE);
    }

    LeavesNothingBehind(boolean workersMayStay, Duration patience) {
        this.workersMayStay = workersMayStay;
        this.patience = patience;
    }

    /** The pools and their workers may stay; what the workers have started may not. */
    public static LeavesNothingBehind ofTasks() {
        return new LeavesNothingBehind(true, PATIENCE);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Traces.warmUp();
        descendants = new Descendants(!workersMayStay);
        before = traces();
        descendants.start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        if (descendants == null) {
            return; // what went wrong before the test is what is told
        }
        descendants.end();
        long end = System.nanoTime() + patience.toNanos();
        String left;
        while (!(left = left()).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("This test has left behind, after " + patience.toSeconds() + " s:" + left);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private String left() {
        StringBuilder text = new StringBuilder();
        add(text, "processes", descendants.alive());
        traces().forEach((kind, now) -> {
            Set<String> more = new TreeSet<>(now);
            more.removeAll(before.get(kind));
            add(text, kind, more);
        });
        return text.toString();
    }

    private static void add(StringBuilder text, String kind, Set<String> left) {
        if (!left.isEmpty()) {
            text.append("\n  ").append(kind).append(":");
            left.forEach(each -> text.append("\n    ").append(each));
        }
    }

    private Map<String, Set<String>> traces() {
        Map<String, Supplier<Set<String>>> kinds = workersMayStay ? Map.of()
                : Map.of("threads", Traces::threads, "directories", () -> Traces.directories(descendants.seen()),
                        "sockets and pipes", Traces::sockets);
        Map<String, Set<String>> traces = new LinkedHashMap<>();
        kinds.forEach((kind, look) -> traces.put(kind, look.get()));
        return traces;
    }
}
