package io.quarkiverse.processpool.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Both sides: ends the processes that the tasks of a worker have started. They are found by a mark in a variable of the
 * environment, which they inherit: when a worker has died, its children have another parent already, and only the mark
 * still says whose they were. Where the system does not show environments, only those are found that still hang below a
 * living process.
 */
public final class Kin {

    /** The marks of all workers above a process, separated by colons. */
    public static final String VARIABLE = "QUARKUS_PROCESS_POOL_WORKERS";

    private static final Path PROCESSES = Path.of("/proc");
    /** A process can be started by one that is about to be killed. */
    private static final int MOST_ROUNDS = 10;

    private static final long PATIENCE_NANOS = 500_000_000;
    private static final long POLL_NANOS = 1_000_000;

    private Kin() {
    }

    /** Kills all processes with that mark except the given one and this one. */
    public static void killAll(String mark, long except) {
        if (!Files.isDirectory(PROCESSES)) {
            return;
        }
        byte[] wanted = mark.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < MOST_ROUNDS && killFound(wanted, except); round++) {
            Thread.onSpinWait();
        }
    }

    private static boolean killFound(byte[] mark, long except) {
        boolean some = false;
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != self && pid != except && hasMark(process, mark)) {
                    some |= kill(pid);
                }
            }
        } catch (IOException | RuntimeException e) {
            // then those that were found must do
        }
        return some;
    }

    private static boolean kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        return process != null && process.isAlive() && process.destroyForcibly();
    }

    private static boolean hasMark(Path process, byte[] mark) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(process.resolve("environ"));
        } catch (IOException e) {
            return false; // of another user, or gone
        }
        for (int at = environment.length - mark.length; at >= 0; at--) {
            if (environment[at] == mark[0] && matches(environment, at, mark)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] environment, int at, byte[] mark) {
        for (int i = 1; i < mark.length; i++) {
            if (environment[at + i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Kills the processes that hang below that one now, and gives it a moment to see to their end. */
    public static void killDescendants(ProcessHandle of) {
        List<ProcessHandle> killed = new ArrayList<>();
        Iterator<ProcessHandle> descendants = of.descendants().iterator();
        while (descendants.hasNext()) {
            ProcessHandle each = descendants.next();
            each.destroyForcibly();
            killed.add(each);
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (ProcessHandle each : killed) {
            while (each.isAlive() && System.nanoTime() < end) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }
}
