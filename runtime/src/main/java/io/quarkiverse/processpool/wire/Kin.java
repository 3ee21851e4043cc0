package io.quarkiverse.processpool.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
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
    /** So often is it looked at what shows no environment, because it may be about to become another program. */
    private static final int MOST_LOOKS = 50;

    /** Those that have shown none for so long run without one. */
    private static volatile Set<Long> without = Set.of();

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
        Set<Long> uncertain = new HashSet<>();
        boolean some = true;
        for (int round = 0; some && round < MOST_ROUNDS || !uncertain.isEmpty() && round < MOST_LOOKS; round++) {
            if (!some) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            uncertain.clear();
            some = killFound(wanted, except, uncertain);
        }
        if (!uncertain.isEmpty()) {
            uncertain.addAll(without);
            without = Set.copyOf(uncertain);
        }
    }

    /** @param uncertain gets those of which it cannot be said */
    private static boolean killFound(byte[] mark, long except, Set<Long> uncertain) {
        boolean some = false;
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != self && pid != except) {
                    some |= killIfMarked(process, pid, mark, uncertain);
                }
            }
        } catch (IOException | RuntimeException e) {
            // then those that were found must do
        }
        return some;
    }

    private static boolean killIfMarked(Path process, long pid, byte[] mark, Set<Long> uncertain) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            if (environment.length == 0 && !without.contains(pid) && isBecomingAnother(process)) {
                uncertain.add(pid);
            }
            return hasMark(environment, mark) && kill(pid);
        } catch (IOException e) {
            return false; // of another user, or gone
        }
    }

    /**
     * A process that executes a program has no environment for a moment; the dead, and threads of the kernel, have never one.
     */
    private static boolean isBecomingAnother(Path process) throws IOException {
        String stat = new String(Files.readAllBytes(process.resolve("stat")), StandardCharsets.ISO_8859_1);
        int at = stat.lastIndexOf(')') + 2;
        return "RSD".indexOf(stat.charAt(at)) >= 0 && !stat.startsWith(" 2 ", at + 1) && !stat.startsWith(" 0 ", at + 1);
    }

    private static boolean kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        return process != null && process.isAlive() && process.destroyForcibly();
    }

    private static boolean hasMark(byte[] environment, byte[] mark) {
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
