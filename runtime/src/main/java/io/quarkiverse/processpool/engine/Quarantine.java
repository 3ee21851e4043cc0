package io.quarkiverse.processpool.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.quarkiverse.processpool.TaskQuarantinedException;
import io.quarkiverse.processpool.TaskReport;
import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.wire.EntryPoint;

/**
 * Parent side: the tasks that have killed their workers as often as they may, known again by their method and the bytes of
 * their arguments. They are refused for a time. Can be used by several threads.
 */
final class Quarantine {

    /** Of more, the oldest is let go. */
    private static final int MOST = 1_000;

    private final Duration time;
    private final Map<String, Case> cases = new LinkedHashMap<>();
    /** By their names: a class that was compiled anew has others of the same. */
    private volatile Set<String> methods = Set.of();

    private record Case(String method, Instant until, int deaths, WorkerDiedException evidence) {
    }

    Quarantine(Duration time) {
        this.time = time;
    }

    /** Whether some tasks of that method may be refused; cheap. */
    boolean concerns(EntryPoint<?, ?> method) {
        Set<String> known = methods;
        return !known.isEmpty() && known.contains(method.toString());
    }

    void add(Ticket task, WorkerDiedException death) {
        if (time.isZero()) {
            return;
        }
        Case now = new Case(task.entry.toString(), Instant.now().plus(time), task.deaths().size() + 1, death);
        synchronized (this) {
            cases.put(fingerprint(task), now);
            if (cases.size() > MOST) {
                cases.remove(cases.keySet().iterator().next());
            }
            noteMethods();
        }
    }

    private void noteMethods() {
        methods = cases.values().stream().map(Case::method).collect(Collectors.toUnmodifiableSet());
    }

    /** What a single task is refused with, or null if it may run. */
    TaskQuarantinedException refusal(Ticket task) {
        String fingerprint = fingerprint(task);
        Case found;
        synchronized (this) {
            Instant now = Instant.now();
            if (cases.values().removeIf(known -> !known.until().isAfter(now))) {
                noteMethods();
            }
            found = cases.get(fingerprint);
        }
        if (found == null) {
            return null;
        }
        TaskReport last = found.evidence().report();
        TaskReport report = new TaskReport(task.firstId, last.task(), last.argumentBytes(), last.worker(), last.pid(),
                Duration.ZERO, null, last.exitCode(), last.signal(), last.lastErrorLines(), last.commandLine(),
                last.threadDump());
        return new TaskQuarantinedException("Task " + task.firstId + ", " + task.entry + ", is in quarantine until "
                + found.until() + ": with the same arguments (fingerprint " + fingerprint.substring(0, 16)
                + ") it has just killed "
                + (found.deaths() == 1 ? "its worker" : found.deaths() + " workers, one with each run")
                + ". The cause is the last of these deaths.", report, found.until(), found.evidence());
    }

    private static String fingerprint(Ticket task) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(task.entry.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(task.bytes, task.offset, task.length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }
}
