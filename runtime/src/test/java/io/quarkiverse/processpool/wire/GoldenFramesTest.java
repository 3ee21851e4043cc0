package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

/**
 * The bytes of each frame are those of the kept file: parent and worker can be of different builds for a moment, when an
 * application is replaced under a running one. A wanted change raises the version in {@link FrameHeader} and is written with
 * {@code -Dgolden.update=true}.
 */
class GoldenFramesTest {

    private static final Path KEPT = Path.of("src/test/resources/wire/frames.txt");
    private static final int BYTES_PER_LINE = 16;

    @Test
    void framesAreAsTheyWere() throws IOException {
        String made = frames();
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(KEPT.getParent());
            Files.writeString(KEPT, made);
        }
        assertThat(KEPT).as("run with -Dgolden.update=true after a wanted change").hasContent(made);
    }

    private static String frames() {
        StringBuilder text = new StringBuilder();
        Encoder out = new Encoder();

        int at = FrameHeader.begin(FrameType.HELLO, out);
        out.writeBytes(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });
        add(text, "HELLO, a token of eight bytes", at, out);

        at = FrameHeader.begin(FrameType.ENTRY, out);
        out.writeInt(0);
        out.writeString("org.acme.SquaresWorker");
        out.writeString("square(int)");
        add(text, "ENTRY, square(int) as number 0", at, out);

        at = FrameHeader.begin(FrameType.TASKS, out);
        out.writeInt(0);
        out.writeLong(1);
        out.writeInt(2);
        for (int argument : new int[] { 7, -8 }) {
            out.writeInt(4);
            out.writeInt(argument);
        }
        add(text, "TASKS, square(7) and square(-8) from sequence number 1", at, out);

        at = FrameHeader.begin(FrameType.RESULTS, out);
        out.writeLong(1);
        out.writeInt(2);
        out.writeLong(123_456);
        out.writeByte(Outcome.RESULT);
        out.writeInt(4);
        out.writeInt(49);
        out.writeByte(Outcome.THROWN);
        int length = out.size();
        out.writeInt(0);
        ThrownForm.write(thrown(), out);
        out.patchInt(length, out.size() - length - 4);
        add(text, "RESULTS, 49 and an ArithmeticException with a cause, after 123456 ns", at, out);

        at = FrameHeader.begin(FrameType.SKIPPED, out);
        out.writeLong(3);
        out.writeInt(4);
        add(text, "SKIPPED, four from sequence number 3", at, out);

        at = FrameHeader.begin(FrameType.STOP, out);
        add(text, "STOP", at, out);

        at = FrameHeader.begin(FrameType.READY, out);
        add(text, "READY", at, out);

        at = FrameHeader.begin(FrameType.INIT_FAILED, out);
        ThrownForm.write(thrown(), out);
        add(text, "INIT_FAILED, an ArithmeticException with a cause", at, out);

        at = FrameHeader.begin(FrameType.ITEMS, out);
        out.writeLong(5);
        out.writeLong(128);
        out.writeInt(2);
        for (int element : new int[] { 7, -8 }) {
            out.writeInt(4);
            out.writeInt(element);
        }
        add(text, "ITEMS, 7 and -8 as the elements 128 and 129 of the stream with sequence number 5", at, out);

        at = FrameHeader.begin(FrameType.INPUT, out);
        out.writeLong(5);
        out.writeLong(0x1122334455667788L);
        out.writeInt(3);
        add(text, "INPUT, of the task with sequence number 5, awaited at the third socket", at, out);

        at = FrameHeader.begin(FrameType.LARGE_TASK, out);
        out.writeInt(0);
        out.writeLong(6);
        out.writeInt(7);
        add(text, "LARGE_TASK, square(7) with sequence number 6", at, out);

        at = FrameHeader.begin(FrameType.RESULT_PIECE, out);
        out.writeLong(6);
        out.writeShort((short) 49);
        add(text, "RESULT_PIECE, two bytes of the result of the task with sequence number 6", at, out);

        at = FrameHeader.begin(FrameType.LANE_PIECE, out);
        out.writeLong(6);
        out.writeLong(4096);
        out.writeInt(2);
        add(text, "LANE_PIECE, the same up to the place 4096 in the lane", at, out);

        at = FrameHeader.begin(FrameType.RESULTS, out);
        out.writeLong(6);
        out.writeInt(1);
        out.writeLong(123_456);
        out.writeByte(Outcome.RESULT_IN_PIECES);
        out.writeInt(8);
        out.writeLong(4);
        add(text, "RESULTS, the four bytes that have come in pieces", at, out);
        return text.toString();
    }

    private static Throwable thrown() {
        Exception cause = new IllegalStateException("größer");
        cause.setStackTrace(new StackTraceElement[0]);
        Exception thrown = new ArithmeticException("integer overflow");
        thrown.initCause(cause);
        thrown.setStackTrace(new StackTraceElement[] { new StackTraceElement("org.acme.Squares", "square", "Squares.java", 12),
                new StackTraceElement("org.acme.Squares", "native", null, -2) });
        return thrown;
    }

    private static void add(StringBuilder text, String what, int at, Encoder out) {
        FrameHeader.end(at, out);
        text.append("# ").append(what).append('\n');
        HexFormat hex = HexFormat.ofDelimiter(" ");
        for (int line = at; line < out.size(); line += BYTES_PER_LINE) {
            text.append(hex.formatHex(out.array(), line, Math.min(line + BYTES_PER_LINE, out.size()))).append('\n');
        }
        out.truncate(at);
    }
}
