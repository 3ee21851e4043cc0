package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** What a child process is told arrives whole, or is refused. */
class ChildSettingsTest {

    private static final ChildSettings SETTINGS = new ChildSettings("Process-1:2", "1:2", true, "Process-1", 4711,
            Map.of("colour", "bleu ciel"), "org.acme.*", "org.acme.SquaresWorker", null, new byte[] { 1, 2, 3 });

    private static byte[] written() {
        return SETTINGS.toBytes();
    }

    @Test
    void theyArriveAsTheyWere() throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(Arrays.copyOf(written(), written().length + 5));

        assertThat(ChildSettings.read(in)).usingRecursiveComparison().isEqualTo(SETTINGS);
        assertThat(in.available()).as("what follows is left").isEqualTo(5);
    }

    @Test
    void partOfThemIsRefused() throws IOException {
        byte[] written = written();
        for (int length = 0; length < written.length; length++) {
            ByteArrayInputStream in = new ByteArrayInputStream(written, 0, length);
            assertThatThrownBy(() -> ChildSettings.read(in)).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("ended");
        }
    }

    @Test
    void aLengthThatIsNotThereAllocatesNothing() {
        byte[] bytes = ByteBuffer.allocate(100).putInt(0x51504350).putInt(Integer.MAX_VALUE).array();

        assertThatThrownBy(() -> ChildSettings.read(new ByteArrayInputStream(bytes))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void otherBytesAreRefused() throws IOException {
        byte[] worker = written();
        worker[0]++;
        assertThatThrownBy(() -> ChildSettings.read(new ByteArrayInputStream(worker))).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("does not begin");
        byte[] other = Arrays.copyOf(written(), written().length + 1);
        ByteBuffer.wrap(other).putInt(4, other.length - 8);
        assertThatThrownBy(() -> ChildSettings.read(new ByteArrayInputStream(other))).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("another version");
    }
}
