package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

/** A worker reads its settings from the first bytes of its standard input, and leaves those after them. */
class WorkerSettingsTest {

    private static byte[] written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new WorkerSettings("images-3", new byte[] { 1, 2, 3 }, "/tmp/é/1", "w1", 12345, "org.acme.*;!*", 1L << 40,
                List.of("quality", "high"))
                .write(out);
        return out.toByteArray();
    }

    @Test
    void theyArriveAsTheyWereAndTheRestOfTheStreamStays() throws IOException {
        byte[] bytes = Arrays.copyOf(written(), written().length + 1);
        bytes[bytes.length - 1] = 42;
        InputStream in = new ByteArrayInputStream(bytes);
        WorkerSettings settings = WorkerSettings.read(in);
        assertThat(settings.token()).containsExactly(1, 2, 3);
        assertThat(settings.directory()).isEqualTo("/tmp/é/1");
        assertThat(settings.socket()).hasToString("/tmp/é/1/socket");
        assertThat(settings.page()).hasToString("/tmp/é/1/page");
        assertThat(settings.mark()).isEqualTo("w1");
        assertThat(settings.properties()).containsExactly("quality", "high");
        assertThat(settings.maxPayload()).isEqualTo(12345);
        assertThat(settings.allowedClasses()).isEqualTo("org.acme.*;!*");
        assertThat(settings.tendsHeapWithin()).isEqualTo(1L << 40);
        assertThat(in.read()).isEqualTo(42);
    }

    @Test
    void anEndBeforeTheirEndIsAnError() throws IOException {
        byte[] bytes = written();
        for (int end = 0; end < bytes.length; end++) {
            InputStream in = new ByteArrayInputStream(bytes, 0, end);
            assertThatThrownBy(() -> WorkerSettings.read(in)).as("after %s bytes", end).isInstanceOf(ProtocolException.class)
                    .hasMessage("standard input ended before the settings of a worker");
        }
    }

    @Test
    void whatIsTypedIntoATerminalIsNoSettings() {
        InputStream in = new ByteArrayInputStream("help\nexit\n".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> WorkerSettings.read(in)).isInstanceOf(ProtocolException.class)
                .hasMessage("standard input does not begin with the settings of a worker");
    }

    @Test
    void aLengthOverTheLimitTakesNoMemory() throws IOException {
        byte[] bytes = written();
        Bits.putInt(bytes, 4, Integer.MAX_VALUE);
        long taken = Allocation.of(() -> assertThatThrownBy(() -> WorkerSettings.read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(ProtocolException.class));
        assertThat(taken).isLessThan(1 << 20);
    }
}
