package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put into a sink arrives in order, in few writes, also through a channel that takes little at a time. */
class FrameSinkTest {

    @ParameterizedTest
    @ValueSource(ints = { 1, 7, 4096, Integer.MAX_VALUE })
    void everythingArrives(int atMost) throws IOException {
        Slow channel = new Slow(atMost);
        FrameSink sink = new FrameSink(channel, null);
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        int at = 0;
        for (int length : new int[] { 0, 1, 65_535, 1, 65_537, 3, 60_000 }) {
            sink.put(bytes, at, length);
            at += length;
        }
        sink.flush();
        assertThat(channel.taken.toByteArray()).isEqualTo(Arrays.copyOf(bytes, at));
    }

    @ParameterizedTest
    @ValueSource(ints = { 7, Integer.MAX_VALUE })
    void theOtherSideSeesHowMuchWasWritten(int atMost, @TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("page"), new byte[SharedPage.SIZE]);
        Slow channel = new Slow(atMost);
        Sent sent = SharedPage.map(file).sentByWorker();
        FrameSink sink = new FrameSink(channel, sent);
        FrameSink second = new FrameSink(channel, sent);
        SharedPage seen = SharedPage.map(file);
        sink.put(new byte[100], 0, 100);
        assertThat(seen.sentByWorker().bytes()).isZero();
        sink.flush();
        assertThat(seen.sentByWorker().bytes()).isEqualTo(100);
        second.put(new byte[70_000], 0, 70_000);
        second.flush();
        assertThat(seen.sentByWorker().bytes()).isEqualTo(70_100);
        assertThat(seen.sentByParent().bytes()).isZero();
        channel.broken = true;
        sink.put(new byte[10], 0, 10);
        assertThatThrownBy(sink::flush).hasMessage("broken");
        assertThat(seen.sentByWorker().bytes()).isEqualTo(70_100);
    }

    @Test
    void smallPartsShareAWrite() throws IOException {
        Slow channel = new Slow(Integer.MAX_VALUE);
        FrameSink sink = new FrameSink(channel, null);
        for (int i = 0; i < 1000; i++) {
            sink.put(new byte[10], 0, 10);
        }
        assertThat(channel.writes).isZero();
        sink.flush();
        assertThat(channel.writes).isEqualTo(1);
        sink.flush();
        assertThat(channel.writes).as("nothing is left to write").isEqualTo(1);
    }

    @Test
    void afterAFailureItIsUsableAndEmpty() throws IOException {
        Slow channel = new Slow(Integer.MAX_VALUE);
        FrameSink sink = new FrameSink(channel, null);
        sink.put(new byte[10], 0, 10);
        channel.broken = true;
        assertThatThrownBy(sink::flush).isInstanceOf(IOException.class).hasMessage("broken");
        channel.broken = false;
        sink.put(new byte[] { 5 }, 0, 1);
        sink.flush();
        assertThat(channel.taken.toByteArray()).containsExactly(5);
    }

    private static final class Slow implements WritableByteChannel {

        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        final int atMost;
        int writes;
        boolean broken;

        Slow(int atMost) {
            this.atMost = atMost;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (broken) {
                throw new IOException("broken");
            }
            writes++;
            byte[] part = new byte[Math.min(atMost, source.remaining())];
            source.get(part);
            taken.writeBytes(part);
            return part.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
