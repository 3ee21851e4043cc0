package io.quarkiverse.processpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.Outcome;
import io.quarkiverse.processpool.wire.SharedPage;

/** The array that results are written into is made once for many large ones, and not kept for small ones. */
class ResultFramesTest {

    private static final int LARGE = 1 << 20;

    @TempDir
    Path folder;

    private void result(ResultFrames frames, long sequence, int length) throws IOException {
        frames.beforeTask();
        frames.begin(sequence);
        Encoder out = frames.encoder();
        out.writeByte(Outcome.RESULT);
        out.writeInt(length);
        out.writeRaw(new byte[length], 0, length);
        frames.end();
    }

    @Test
    void itIsKeptWhileResultsAreLarge() throws IOException {
        SharedPage page = SharedPage.map(Files.write(folder.resolve("page"), new byte[SharedPage.SIZE]));
        ResultFrames frames = new ResultFrames(Channels.newChannel(new ByteArrayOutputStream()), page, 1 << 24,
                new Interruption());
        result(frames, 1, LARGE);
        byte[] array = frames.encoder().array();
        long sequence = 2;
        for (int round = 0; round < 5; round++) {
            frames.flush();
            frames.skipped(sequence++);
            frames.flush();
            result(frames, sequence++, LARGE);
            assertThat(frames.encoder().array()).as("in round %s", round).isSameAs(array);
        }
        for (int small = 0; small < 20; small++) {
            result(frames, sequence++, 10);
            frames.flush();
        }
        assertThat(frames.encoder().array().length).isLessThan(LARGE);
    }
}
