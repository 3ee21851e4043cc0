package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker has kept is there for the parent until it was sent; a broken length is no length. */
class OutboxTest {

    private static final int LENGTH_AT = 4096;

    @TempDir
    Path folder;
    private Path file;
    private Outbox worker;
    private Outbox parent;

    @BeforeEach
    void map() throws IOException {
        file = Files.write(folder.resolve("page"), new byte[SharedPage.SIZE]);
        worker = SharedPage.map(file).outbox();
        parent = SharedPage.map(file).outbox();
    }

    @Test
    void outcomesComeInTheirOrder() {
        assertThat(parent.kept().remaining()).isZero();
        assertThat(worker.keep(7, new byte[] { 9, 1, 2, 9 }, 1, 2)).isTrue();
        assertThat(worker.keep(8, new byte[] { 3 }, 0, 1)).isTrue();
        Decoder kept = parent.kept();
        assertThat(kept.readLong()).isEqualTo(7);
        assertThat(new byte[] { kept.readByte(), kept.readByte() }).containsExactly(1, 2);
        assertThat(kept.readLong()).isEqualTo(8);
        assertThat(kept.readByte()).isEqualTo((byte) 3);
        kept.expectEnd();
    }

    @Test
    void whatWasSentIsGoneAndItsRoomFree() {
        for (int i = 0; i < 3; i++) {
            assertThat(worker.keep(1, new byte[Outbox.CAPACITY - Long.BYTES], 0, Outbox.CAPACITY - Long.BYTES)).isTrue();
            assertThat(worker.keep(2, new byte[0], 0, 0)).as("room").isFalse();
            assertThat(parent.kept().remaining()).isEqualTo(Outbox.CAPACITY);
            worker.clear();
            assertThat(parent.kept().remaining()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, Integer.MIN_VALUE, Outbox.CAPACITY + 1, Integer.MAX_VALUE })
    void aBrokenLengthIsNoLength(int length) throws IOException {
        worker.keep(1, new byte[5], 0, 5);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, length), LENGTH_AT);
        }
        assertThat(parent.kept().remaining()).isZero();
    }
}
