package io.quarkiverse.processpool.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parent side: how much memory a process has resident, where the system shows it. */
final class ResidentMemory {

    private static final String LINE = "\nVmRSS:";
    private static final String PART = "Rss:";
    /** A JVM places a heap that can be addressed with 32 bits below it, and next to nothing else. */
    private static final long END_OF_HEAP = 32L << 30;

    private ResidentMemory() {
    }

    /** In bytes, or -1 if it is not known. */
    static long of(long pid) {
        if (pid < 0) {
            return -1;
        }
        try {
            String status = new String(Files.readAllBytes(Path.of("/proc/" + pid + "/status")), StandardCharsets.ISO_8859_1);
            int at = status.indexOf(LINE);
            return at < 0 ? -1 : kilobytes(status, at + LINE.length()) << 10;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Whether the process has no memory any more, if that can be told here. */
    static boolean isGone(long pid) {
        return of(pid) < 0 && of(ProcessHandle.current().pid()) > 0;
    }

    /**
     * How much of it is Java heap, in bytes, or -1 if that cannot be told: the heap is too large for short addresses, or its
     * collector does not use them. The process is not asked; it may be in the middle of a collection.
     */
    static long ofHeap(long pid) {
        long sum = 0;
        try (BufferedReader parts = Files.newBufferedReader(Path.of("/proc/" + pid + "/smaps"), StandardCharsets.ISO_8859_1)) {
            for (String line; (line = parts.readLine()) != null;) {
                char first = line.charAt(0);
                if (line.startsWith(PART)) {
                    sum += kilobytes(line, PART.length()) << 10;
                } else if ((first <= '9' || first >= 'a')
                        && Long.parseUnsignedLong(line, 0, line.indexOf('-'), 16) >= END_OF_HEAP) {
                    break;
                }
            }
        } catch (IOException e) {
            return -1;
        }
        return sum == 0 ? -1 : sum;
    }

    private static long kilobytes(String text, int from) {
        long number = 0;
        for (int i = from; i < text.length() && text.charAt(i) != '\n'; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                number = number * 10 + c - '0';
            }
        }
        return number;
    }
}
