package io.quarkiverse.processpool.worker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Worker side: writes down what all threads are doing, before the parent kills this process. The thread of the tasks comes
 * first.
 */
final class ThreadDump extends Thread {

    private static final int MOST_CHARS = 1 << 18;

    private final Thread tasks;
    private final Path file;
    private final SharedPage page;

    ThreadDump(Thread tasks, Path file, SharedPage page) {
        super("process-pool-thread-dump");
        this.tasks = tasks;
        this.file = file;
        this.page = page;
        setDaemon(true);
        setPriority(MAX_PRIORITY);
    }

    @Override
    public void run() {
        try {
            StringBuilder text = new StringBuilder(1 << 14);
            Map<Thread, StackTraceElement[]> all = getAllStackTraces();
            describe(tasks, all.remove(tasks), text);
            for (Map.Entry<Thread, StackTraceElement[]> other : all.entrySet()) {
                if (other.getKey() != this) {
                    describe(other.getKey(), other.getValue(), text);
                }
            }
            Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (Throwable e) {
            // then it dies without
        }
        page.dumped();
    }

    private static void describe(Thread thread, StackTraceElement[] stack, StringBuilder text) {
        if (stack == null || text.length() > MOST_CHARS) {
            return;
        }
        text.append('"').append(thread.getName()).append("\" ").append(thread.getState()).append('\n');
        for (StackTraceElement frame : stack) {
            text.append("    at ").append(frame).append('\n');
        }
        text.append('\n');
    }
}
