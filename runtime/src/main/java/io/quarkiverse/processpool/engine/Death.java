package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.TaskReport;
import io.quarkiverse.processpool.wire.ExitCode;

/**
 * Parent side: the end of a worker process, as it can be told to a person.
 *
 * @param worker name of the worker
 * @param pid process id, or -1 if there never was a process
 * @param exitValue as {@link Process#exitValue()} gives it, or -1
 * @param ended what the worker has said of its end: {@link io.quarkiverse.processpool.wire.SharedPage#ended()}
 * @param verdict why this pool ended it, or null if it did not
 * @param lastErrorLines what the process wrote to its standard error at the end
 * @param threadDump what its threads did when this pool decided to kill it, or empty
 * @param heapCommitted bytes of heap it had committed then, or 0
 * @param command the command that started it
 * @param wasReady whether it had connected
 */
record Death(String worker, long pid, int exitValue, long ended, Verdict verdict, List<String> lastErrorLines,
        String threadDump, long heapCommitted, WorkerCommand command, boolean wasReady) {

    /** Of a worker whose process could not be started. */
    static Death unborn(String worker, Verdict verdict, Throwable problem, WorkerCommand command) {
        return new Death(worker, -1, -1, 0, verdict, List.of(problem.toString()), "", 0, command, false);
    }

    /** The signal that ended the process, or -1; 128 plus its number is what an exit code says that is none. */
    int signal() {
        int signal = Signal.of(exitValue);
        if (ended == 0 || verdict != null && signal == Signal.KILL) {
            return signal;
        }
        return (int) ended == signal ? signal : -1;
    }

    int exitCode() {
        return signal() < 0 ? exitValue : -1;
    }

    boolean isCrash() {
        return verdict == null && Signal.isCrash(signal());
    }

    /** One clause: what ended it. */
    String cause() {
        if (verdict != null) {
            return verdict.text();
        }
        if (signal() > 0) {
            return "killed by " + Signal.name(signal()) + ", which this pool did not send" + likely();
        }
        ExitCode code = ExitCode.of(exitValue);
        if (pid < 0) {
            return "its process could not be started";
        }
        if (!wasReady && code == null) {
            return "exit code " + exitValue + " before it was ready: the JVM did not start, or not the worker in it";
        }
        return code != null && code != ExitCode.STOPPED ? "exit code " + exitValue + ": the worker " + code.meaning()
                : "exit code " + exitValue + ": something in the worker called System.exit(" + exitValue + ") or halt";
    }

    private String likely() {
        if (isCrash()) {
            return ": native code has crashed; the head of the JVM's report is below";
        }
        return signal() == Signal.KILL ? ": by a person, or by the kernel because memory was short" : "";
    }

    /** The command and the last of standard error, to stand below a message. */
    String evidence() {
        StringBuilder text = new StringBuilder();
        if (!threadDump.isEmpty()) {
            text.append("\nWhat the thread of the task was doing:");
            threadDump.lines().takeWhile(line -> !line.isEmpty()).limit(30)
                    .forEach(line -> text.append("\n    ").append(line));
        }
        if (!lastErrorLines.isEmpty()) {
            text.append("\nThe last it wrote to standard error:");
            for (String line : lastErrorLines.subList(Math.max(0, lastErrorLines.size() - 60), lastErrorLines.size())) {
                text.append("\n    ").append(line);
            }
        }
        return text.append("\nIt was started with:\n    ").append(command).toString();
    }

    /** What is known of a task that was with it, or that waited for it. */
    TaskReport report(Ticket task, Duration ran, Limit limit) {
        return new TaskReport(task.firstId, task.entry.toString(), task.argumentBytes(), worker, pid, ran, limit, exitCode(),
                signal(), lastErrorLines, command.toString(), threadDump);
    }
}
