package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parent side: how much memory a process has resident, where the system shows it. */
final class ResidentMemory {

    private static final String LINE = "\nVmRSS:";

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
