package io.quarkiverse.processpool.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.wire.InputPiece;

/** What a task reads from a stream is what who has the token has sent, and nothing else. */
@Timeout(60)
class TaskInputTest {

    private static final byte[] TOKEN = { 1, 2, 3, 4 };

    @TempDir
    Path folder;
    private Path socket;
    private TaskInput input;

    @BeforeEach
    void listen() throws IOException {
        socket = folder.resolve("in-1");
        input = new TaskInput(socket, TOKEN);
    }

    @AfterEach
    void close() throws IOException {
        input.close();
        assertThat(socket).doesNotExist();
    }

    private SocketChannel connect(byte[] shown, ByteBuffer... rest) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        channel.write(ByteBuffer.wrap(shown));
        for (ByteBuffer each : rest) {
            channel.write(each);
        }
        return channel;
    }

    private static ByteBuffer piece(int length, byte... bytes) {
        return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(length).put(bytes).flip();
    }

    @Test
    void whoHasNotTheTokenIsNotHeard() throws IOException {
        try (SocketChannel stranger = connect(new byte[] { 1, 2, 3, 5 }, piece(1, (byte) 66), piece(InputPiece.END));
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            silent.close();
            Thread parent = new Thread(() -> {
                try (SocketChannel channel = connect(TOKEN, piece(2, (byte) 7, (byte) -1), piece(InputPiece.END))) {
                    while (channel.read(ByteBuffer.allocate(1)) >= 0) {
                        // until the other side closes it
                    }
                } catch (IOException e) {
                    // then the test finds that it read something else
                }
            });
            parent.start();
            assertThat(input.read()).isEqualTo(7);
            assertThat(input.read()).isEqualTo(255);
            assertThat(input.read()).isEqualTo(-1);
            assertThat(input.read()).isEqualTo(-1);
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void aPieceThatCannotBeIsAnError() throws IOException {
        for (int length : new int[] { InputPiece.MOST + 1, -2, Integer.MIN_VALUE }) {
            close();
            listen();
            try (SocketChannel channel = connect(TOKEN, piece(length))) {
                assertThatThrownBy(() -> input.read()).isInstanceOf(IOException.class).hasMessageContaining("" + length);
            }
        }
    }

    @Test
    void whatIsCutOffIsNotItsEnd() throws IOException {
        connect(TOKEN, piece(3, (byte) 1, (byte) 2)).close();
        assertThat(input.readNBytes(2)).containsExactly(1, 2);
        assertThatThrownBy(() -> input.read()).isInstanceOf(IOException.class).hasMessageContaining("cut off");
    }

    @Test
    void whyItEndsIsTold() throws IOException {
        byte[] text = "größer".getBytes(StandardCharsets.UTF_8);
        try (SocketChannel channel = connect(TOKEN, piece(1, (byte) 1), piece(InputPiece.FAILED), piece(text.length, text))) {
            byte[] some = new byte[10];
            assertThat(input.read(some, 2, 8)).isEqualTo(1);
            assertThat(Arrays.copyOf(some, 4)).containsExactly(0, 0, 1, 0);
            assertThatThrownBy(() -> input.read(some, 0, 10)).isInstanceOf(IOException.class).hasMessageContaining("größer");
        }
    }
}
