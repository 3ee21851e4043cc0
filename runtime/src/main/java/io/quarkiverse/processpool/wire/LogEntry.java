package io.quarkiverse.processpool.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Both sides: one record of the logging in a worker, and how it travels on the worker's standard error: as a line that begins
 * with a mark or, if it is long, as several. Each line is one write of no more bytes than a pipe takes as a whole, so that
 * what others write there does not get into it.
 *
 * @param level as the numbers of {@code java.util.logging}
 * @param logger its name
 * @param stack of its exception, empty for none
 */
public record LogEntry(int level, String logger, String message, String stack) {

    /** The first byte of a line that is one; it has its like nowhere in UTF-8. */
    public static final byte MARK = 0x1E;
    /** The most bytes of all lines of one entry, their marks not counted. */
    public static final int LONGEST = 1 << 19;

    /** The second byte, and the third. */
    private static final byte KIND = 'L';
    private static final byte WHOLE = '=';
    private static final byte FIRST = '<';
    private static final byte MIDDLE = '-';
    private static final byte LAST = '>';
    private static final int HEAD = 3;

    private static final char BETWEEN = 0x1F;
    /** What POSIX lets a pipe take as a whole is less, what Linux does is this. */
    private static final int LINE = 4096;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_TEXT = 1 << 16;

    /** Worker: writes it; one at a time. */
    public void write(OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(level).append(BETWEEN);
        escape(logger, LONGEST_NAME, text);
        escape(message, LONGEST_TEXT, text.append(BETWEEN));
        escape(stack, LONGEST_TEXT, text.append(BETWEEN));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] line = new byte[LINE];
        line[0] = MARK;
        line[1] = KIND;
        int at = 0;
        do {
            int n = Math.min(LINE - HEAD - 1, bytes.length - at);
            boolean last = at + n == bytes.length;
            line[2] = at == 0 ? last ? WHOLE : FIRST : last ? LAST : MIDDLE;
            System.arraycopy(bytes, at, line, HEAD, n);
            line[HEAD + n] = '\n';
            out.write(line, 0, HEAD + n + 1);
            at += n;
        } while (at < bytes.length);
    }

    private static void escape(String text, int longest, StringBuilder out) {
        int length = Math.min(longest, text.length());
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case MARK -> out.append("\\m");
                case BETWEEN -> out.append("\\b");
                default -> out.append(c);
            }
        }
        if (length < text.length()) {
            out.append("... and ").append(text.length() - length).append(" characters more");
        }
    }

    /** Parent: whether that line may be one, or a part of one. */
    public static boolean isPart(byte[] line, int length) {
        return length > HEAD && line[0] == MARK && line[1] == KIND
                && (line[2] == WHOLE || line[2] == FIRST || line[2] == MIDDLE || line[2] == LAST);
    }

    /** Parent: whether the line is the first of an entry. */
    public static boolean isFirst(byte[] line) {
        return line[2] == WHOLE || line[2] == FIRST;
    }

    /** Parent: whether the line is the last of an entry. */
    public static boolean isLast(byte[] line) {
        return line[2] == WHOLE || line[2] == LAST;
    }

    /** Parent: where the content of the line begins. */
    public static int head() {
        return HEAD;
    }

    /** Parent: what the content of all its lines says; null if it is none after all. */
    public static LogEntry parse(String content) {
        String[] fields = content.split(String.valueOf(BETWEEN), -1);
        if (fields.length != 4 || !fields[0].matches("[0-9]{1,9}") || fields[1].length() > 2 * LONGEST_NAME) {
            return null;
        }
        return new LogEntry(Integer.parseInt(fields[0]), plain(fields[1]), plain(fields[2]), plain(fields[3]));
    }

    private static String plain(String escaped) {
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\' || ++i == escaped.length()) {
                text.append(c);
                continue;
            }
            c = escaped.charAt(i);
            text.append(switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 'm' -> (char) MARK;
                case 'b' -> BETWEEN;
                default -> c;
            });
        }
        return text.toString();
    }
}
