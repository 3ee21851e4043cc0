package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.TaskReport;
import io.quarkiverse.processpool.wire.EndMark;
import io.quarkiverse.processpool.wire.ExitCode;

/**
 * Parent side: the end of a worker process, as it can be told to a person.
 *
 * @param worker name of the worker
 * @param pid process id, or -1 if there never was a process
 * @param exitValue as {@link Process#exitValue()} gives it, or -1
 * @param endMark what the worker has said of its end
 * @param verdict why this pool ended it, or null if it did not
 * @param lastOutput what the process wrote to its standard error at the end; before it what it wrote to its standard
 *        output if it was never ready, because that is where a JVM says why it does not start
 * @param threadDump what its threads did when this pool decided to kill it, or empty
 * @param command the command that started it
 * @param wasReady whether it had said so
 */
record Death(String worker, long pid, int exitValue, long endMark, Verdict verdict, LastOutput lastOutput,
        String threadDump, WorkerCommand command, boolean wasReady) {

    /** Of a worker whose process could not be started. */
    static Death unborn(String worker, Verdict verdict, Throwable problem, WorkerCommand command) {
        return new Death(worker, -1, -1, 0, verdict, new LastOutput(List.of(new OutputLine(0, problem.toString()))), "",
                command, false);
    }

    /** The same without what was read before the task of that sequence number had begun: it is of others. */
    Death asSeenBy(long sequence) {
        return new Death(worker, pid, exitValue, endMark, verdict, lastOutput.since(sequence), threadDump, command, wasReady);
    }

    /** The signal that ended the process, or -1; 128 plus its number is what an exit code says that is none. */
    int signal() {
        int code = EndMark.exitCode(exitValue, endMark, verdict != null);
        return exitValue >= 0 && code < 0 ? -code : -1;
    }

    int exitCode() {
        return signal() < 0 ? exitValue : -1;
    }

    /** Whether native code has ended it: by a signal of that kind, or after a report of the JVM, whatever came then. */
    boolean isCrash() {
        return verdict == null && (Signal.isCrash(signal()) || lastOutput.hasReport());
    }

    /** What it has come up against, or null if that was no limit. */
    Limit limit() {
        if (verdict != null) {
            return verdict.limit();
        }
        return ExitCode.of(exitCode()) == ExitCode.HEAP_EXHAUSTED ? Limit.MEMORY : null;
    }

    /** One clause: what ended it, to stand above the {@link #evidence()}. */
    String causeAboveEvidence() {
        return isCrash() && lastOutput.hasReport()
                ? cause() + "; the head of the JVM's report is below"
                : cause();
    }

    /** One clause: what ended it. */
    String cause() {
        if (verdict != null) {
            return verdict.text();
        }
        if (signal() > 0 && !isCrash()) {
            return "killed by " + Signal.name(signal()) + ", which this pool did not send" + likely();
        }
        if (isCrash()) {
            return "native code has crashed it (" + (signal() > 0 ? Signal.name(signal()) : "exit code " + exitValue) + ")";
        }
        ExitCode code = ExitCode.of(exitValue);
        if (pid < 0) {
            return "its process could not be started";
        }
        if (!wasReady && code == null) {
            return "exit code " + exitValue + " before it was ready: the JVM did not start, or not the worker in it,"
                    + " or a @WorkerInit method called System.exit";
        }
        return code != null && code != ExitCode.STOPPED ? "exit code " + exitValue + ": the worker " + code.meaning()
                : "exit code " + exitValue + ": something in the worker called System.exit(" + exitValue + ") or halt";
    }

    private String likely() {
        return signal() == Signal.KILL ? ": by a person, or by the kernel because memory was short" : "";
    }

    /** The command and the last that it wrote, to stand below a message. */
    String evidence() {
        StringBuilder text = new StringBuilder();
        if (!threadDump.isEmpty()) {
            text.append("\nWhat the thread of the task was doing:");
            threadDump.lines().takeWhile(line -> !line.isEmpty()).limit(30)
                    .forEach(line -> text.append("\n    ").append(line));
        }
        List<String> lines = lastOutput.texts();
        if (!lines.isEmpty()) {
            text.append(wasReady ? "\nThe last it wrote to standard error:" : "\nThe last it wrote:");
            for (String line : lines.subList(Math.max(0, lines.size() - 60), lines.size())) {
                text.append("\n    ").append(line);
            }
        }
        return text.append('\n').append(command.inShort()).toString();
    }

    /** What is known of a task that was with it, or that waited for it. */
    TaskReport report(Ticket task, Duration ran, Limit limit) {
        return report(task, ran, limit, command.toString());
    }

    /** The same with the text of the command, which is long. */
    TaskReport report(Ticket task, Duration ran, Limit limit, String commandText) {
        return new TaskReport(task.firstId, task.entry.toString(), task.argumentBytes(), worker, pid, ran, limit, exitCode(),
                signal(), lastOutput.texts(), commandText, threadDump);
    }
}
