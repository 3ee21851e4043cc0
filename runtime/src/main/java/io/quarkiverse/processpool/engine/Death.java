package io.quarkiverse.processpool.engine;

import java.util.List;

import io.quarkiverse.processpool.wire.ExitCode;

/**
 * Parent side: the end of a worker process, as it can be told to a person.
 *
 * @param worker name of the worker
 * @param pid process id, or -1 if there never was a process
 * @param exitValue as {@link Process#exitValue()} gives it, or -1
 * @param verdict why this pool ended it, or null if it did not
 * @param lastErrorLines what the process wrote to its standard error at the end
 * @param command the command that started it
 * @param wasReady whether it had said so
 */
record Death(String worker, long pid, int exitValue, Verdict verdict, List<String> lastErrorLines, WorkerCommand command,
        boolean wasReady) {

    int signal() {
        return Signal.of(exitValue);
    }

    int exitCode() {
        return signal() < 0 ? exitValue : -1;
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
            return "exit code " + exitValue + " before it was ready: the JVM did not start, or not the worker in it,"
                    + " or a @WorkerInit method called System.exit";
        }
        return code != null && code != ExitCode.STOPPED ? "exit code " + exitValue + ": the worker " + code.meaning()
                : "exit code " + exitValue + ": something in the worker called System.exit(" + exitValue + ") or halt";
    }

    private String likely() {
        return switch (signal()) {
            case Signal.KILL -> ": by a person, or by the kernel because memory was short";
            case 6, 11 -> ": native code has crashed; the head of the JVM's report is below";
            default -> "";
        };
    }

    /** The command and the last of standard error, to stand below a message. */
    String evidence() {
        StringBuilder text = new StringBuilder();
        if (!lastErrorLines.isEmpty()) {
            text.append("\nThe last it wrote to standard error:");
            for (String line : lastErrorLines.subList(Math.max(0, lastErrorLines.size() - 60), lastErrorLines.size())) {
                text.append("\n    ").append(line);
            }
        }
        return text.append("\nIt was started with:\n    ").append(command).toString();
    }
}
