package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.processpool.wire.LogEntry;

/**
 * Parent side: reads one stream of a worker to its end, gives each line to the log with a tag that says
 * where it is from, and keeps the last ones for the report of its death.
 */
final class OutputPump implements Runnable {

    private static final int LONGEST_LINE = 1 << 13;
    private static final int KEEP_BYTES = 1 << 16;
    private static final String FATAL = "A fatal error has been detected by the Java Runtime Environment";
    private static final int FATAL_LINES = 40;
    /** What a JVM from JDK 20 on may say first: the directory is made while it starts, and is there when code of its runs. */
    private static final String TOO_EARLY = "WARNING: java.io.tmpdir directory does not exist";

    private final InputStream in;
    private final WorkerLog log;
    private final System.Logger.Level level;
    private final OutputTag tag;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ArrayDeque<OutputLine> last = new ArrayDeque<>();
    private final List<OutputLine> fatal = new ArrayList<>();
    private final WorkerRecords records;
    private int lastBytes;
    /** Those of the thread that reads. */
    private final byte[] buffer = new byte[1 << 13];
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private String lineTag;

    OutputPump(InputStream in, WorkerLog log, System.Logger.Level level, OutputTag tag) {
        this.in = in;
        this.log = log;
        this.level = level;
        this.tag = tag;
        this.lineTag = tag.plain();
        this.records = new WorkerRecords(log);
    }

    /** Whether that line begins the report of a JVM that has crashed. */
    static boolean isFatal(String line) {
        return line.contains(FATAL);
    }

    @Override
    public void run() {
        try (in) {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = pump();
            }
        } catch (IOException e) {
            // the process is gone, and with it the stream
        } finally {
            if (length > 0) {
                endLine();
            }
            keep(records.end());
            ended.countDown();
        }
    }

    /** When there is no memory, it reads on all the same, or the worker would stand still. */
    private boolean pump() throws IOException {
        try {
            tag.beforeReading(in);
            int n = in.read(buffer);
            if (n > 0) {
                take(n, tag.ofWhatWasRead());
            }
            return n >= 0;
        } catch (Error e) {
            Shortage.pause();
            return true;
        }
    }

    private void take(int n, String nowTag) {
        lineTag = length == 0 || nowTag.equals(lineTag) ? nowTag : tag.plain();
        for (int i = 0; i < n; i++) {
            byte b = buffer[i];
            // A longer line is logged in pieces, cut where a character begins, and a record begins a line.
            if (b == '\n' || b == LogEntry.MARK && length > 0 || length == LONGEST_LINE
                    || length > LONGEST_LINE - 4 && (b & 0xC0) != 0x80) {
                endLine();
                lineTag = nowTag;
            }
            if (b != '\n') {
                line[length++] = b;
            }
        }
    }

    /** Logs it; if there is no memory for that, it is lost. */
    private void endLine() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        int withEnd = length;
        length = 0;
        try {
            if (LogEntry.isPart(line, withEnd)) {
                keep(records.take(lineTag, line, withEnd));
                return;
            }
            String text = new String(line, 0, end, StandardCharsets.UTF_8);
            log.log(keep(text, withEnd) ? level : System.Logger.Level.DEBUG, lineTag + text);
        } catch (Error e) {
            // as said
        }
    }

    /**
     * @return whether it belongs in the log; of the report of a fatal error only the head does, and of what is too early
     *         nothing
     */
    private boolean keep(String text, int length) {
        synchronized (last) {
            if (!fatal.isEmpty() || isFatal(text)) {
                if (fatal.size() < FATAL_LINES) {
                    fatal.add(new OutputLine(Long.MAX_VALUE, text));
                    return true;
                }
                return false;
            }
            if (last.isEmpty() && text.equals(TOO_EARLY)) {
                return false;
            }
            remember(text, length);
            return true;
        }
    }

    /** The same for a record of the worker's logging, if there is one. */
    private void keep(String logged) {
        if (logged != null) {
            synchronized (last) {
                logged.lines().forEach(line -> remember(line, line.length()));
            }
        }
    }

    private void remember(String text, int length) {
        last.addLast(new OutputLine(tag.begunAtReading(), text));
        lastBytes += length + 1;
        while (lastBytes > KEEP_BYTES && last.size() > 1) {
            lastBytes -= last.removeFirst().text().length() + 1;
        }
    }

    /** The last lines, or the head of a fatal error's report, after waiting a moment for what is on its way. */
    List<OutputLine> lastLines(long patienceMillis) throws InterruptedException {
        ended.await(patienceMillis, TimeUnit.MILLISECONDS);
        synchronized (last) {
            List<OutputLine> lines = new ArrayList<>(last);
            lines.addAll(fatal);
            return lines;
        }
    }
}
