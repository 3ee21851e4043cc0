package io.quarkiverse.processpool.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

/** The worker processes of this JVM, as the operating system sees them. */
public final class Workers {

    private Workers() {
    }

    public static Set<Long> alive() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    public static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    public static void awaitEndOf(Iterable<Long> pids) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            for (long pid : pids) {
                if (isAlive(pid)) {
                    throw new AssertionError("Worker " + pid + " is still alive");
                }
            }
        });
    }

    public static void awaitEndOf(long pid) {
        awaitEndOf(List.of(pid));
    }
}
