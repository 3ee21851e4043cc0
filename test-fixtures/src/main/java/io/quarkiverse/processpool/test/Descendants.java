package io.quarkiverse.processpool.test;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Notes the processes that this process and those below it start: one whose parent has died is below nobody any
 * more, and is found again only because it was seen before.
 */
final class Descendants extends Thread {

    private static final long LOOK_MILLIS = 10;

    private final boolean ofChildrenOnly;
    private final Map<ProcessHandle, String> seen = new ConcurrentHashMap<>();
    private final Set<ProcessHandle> before = descendants().collect(Collectors.toSet());

    /** @param ofChildrenOnly whether the children of this process itself do not count */
    Descendants(boolean ofChildrenOnly) {
        super("descendants of a test");
        this.ofChildrenOnly = ofChildrenOnly;
        setDaemon(true);
    }

    private static Stream<ProcessHandle> descendants() {
        return ProcessHandle.current().descendants();
    }

    @Override
    public void run() {
        try {
            while (!isInterrupted()) {
                look();
                sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            // the end
        }
    }

    private void look() {
        Set<ProcessHandle> own = ofChildrenOnly ? ProcessHandle.current().children().collect(Collectors.toSet()) : Set.of();
        descendants().filter(process -> !before.contains(process) && !own.contains(process))
                .forEach(process -> seen.computeIfAbsent(process, Descendants::described));
    }

    private static String described(ProcessHandle process) {
        return process.pid() + " " + process.info().commandLine().orElse("");
    }

    /** Looks a last time. */
    void end() throws InterruptedException {
        interrupt();
        join();
        look();
    }

    /** The ids of those that were seen. */
    Set<Long> seen() {
        return seen.keySet().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    /** Those that are still there. */
    Set<String> alive() {
        look();
        Set<String> alive = new TreeSet<>();
        seen.forEach((process, text) -> {
            if (process.isAlive()) {
                alive.add(text);
            }
        });
        return alive;
    }
}
