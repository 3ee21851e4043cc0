package io.quarkiverse.processpool.test;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Notes the processes that this process and those below it start: one whose parent has died is below nobody any more,
 * and is found again only because it was seen before.
 */
final class Descendants extends Thread {

    private static final long LOOK_MILLIS = 10;

    private final boolean childrenCount;
    private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();
    private final Set<ProcessHandle> before = descendants().collect(Collectors.toSet());

    /** @param childrenCount whether the children of this process itself count, or only those below them */
    Descendants(boolean childrenCount) {
        super("descendants of a test");
        this.childrenCount = childrenCount;
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
        descendants().filter(process -> !before.contains(process) && (childrenCount || !isChild(process))).forEach(seen::add);
    }

    private static boolean isChild(ProcessHandle process) {
        return process.parent().filter(ProcessHandle.current()::equals).isPresent();
    }

    /** Looks a last time. */
    void end() throws InterruptedException {
        interrupt();
        join();
        look();
    }

    /** The ids of those that were seen. */
    Set<Long> seen() {
        return seen.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    /** Those that are still there: the id of each, and its command. */
    Set<String> alive() {
        look();
        return seen.stream().filter(ProcessHandle::isAlive)
                .map(process -> process.pid() + " " + process.info().commandLine().orElse(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
