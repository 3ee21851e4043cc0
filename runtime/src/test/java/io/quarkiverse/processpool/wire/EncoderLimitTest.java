package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Consumer;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An encoder grows as it is written to, and refuses to grow beyond its limit before it allocates anything. */
class EncoderLimitTest {

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3, 255, 256, 257, 1 << 16 })
    void anyCapacityGrows(int capacity) {
        Encoder out = new Encoder(capacity);
        for (int i = 0; i < 10_000; i++) {
            out.writeInt(i);
            out.writeByte((byte) i);
        }
        assertThat(out.size()).isEqualTo(50_000);
        Decoder in = new Decoder(out.array(), 0, out.size());
        for (int i = 0; i < 10_000; i++) {
            assertThat(in.readInt()).isEqualTo(i);
            assertThat(in.readByte()).isEqualTo((byte) i);
        }
        in.expectEnd();
    }

    @Test
    void theLimitItselfCanBeReached() {
        Encoder out = new Encoder().limit(1000);
        out.writeRaw(new byte[999], 0, 999);
        out.writeByte((byte) 1);
        assertThat(out.size()).isEqualTo(1000);
        assertThatThrownBy(() -> out.writeByte((byte) 1)).asInstanceOf(
                InstanceOfAssertFactories.type(PayloadLimitException.class)).satisfies(e -> {
                    assertThat(e.size()).isEqualTo(1001);
                    assertThat(e.limit()).isEqualTo(1000);
                    assertThat(e).hasMessage("a payload of at least 1001 bytes is over the limit of 1000 bytes");
                });
    }

    @Test
    void theArrayBehindItStaysWithinTheLimit() {
        Encoder out = new Encoder(256).limit(300);
        out.writeRaw(new byte[260], 0, 260);
        assertThat(out.array()).hasSizeLessThanOrEqualTo(300);
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeMemoryIsTakenForIt() {
        String text = "x".repeat(50_000_000);
        long[] numbers = new long[6_000_000];
        Encoder out = new Encoder().limit(1 << 20);
        Map<String, Consumer<Encoder>> writers = Map.of("text", e -> e.writeString(text), "numbers",
                e -> e.writeLongs(numbers));
        writers.forEach((name, write) -> {
            long bytes = Allocation.of(() -> assertThatThrownBy(() -> write.accept(out)).as(name)
                    .isInstanceOf(PayloadLimitException.class));
            assertThat(bytes).as(name).isLessThan(1 << 20);
        });
        assertThat(out.size()).as("the length of the numbers").isEqualTo(4);
    }

    /** A true size matters to whoever reads the message, also where the number of bytes is no {@code int}. */
    @Test
    void theSizeThatIsReportedDoesNotOverflow() {
        long[] numbers = new long[(1 << 28) + 1 >> 6];
        Encoder out = new Encoder().limit(10);
        assertThatThrownBy(() -> out.writeLongs(numbers)).isInstanceOf(PayloadLimitException.class)
                .hasMessageContaining("at least " + (4 + 8L * numbers.length) + " bytes");
    }

    @Test
    void whatWasWrittenBeforeARefusalCanBeTakenBack() {
        Encoder out = new Encoder().limit(20);
        out.writeInt(7);
        assertThatThrownBy(() -> out.writeBytes(new byte[20])).isInstanceOf(PayloadLimitException.class);
        out.truncate(4);
        out.writeInt(8);
        Decoder in = new Decoder(out.toByteArray());
        assertThat(in.readInt()).isEqualTo(7);
        assertThat(in.readInt()).isEqualTo(8);
        in.expectEnd();
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 5 })
    void truncatingCannotAdd(int size) {
        Encoder out = new Encoder();
        out.writeInt(1);
        assertThatThrownBy(() -> out.truncate(size)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot truncate 4 bytes to " + size);
    }

    @Test
    void aResetLetsGoOfALargeArrayAndKeepsASmallOne() {
        Encoder out = new Encoder();
        out.writeBytes(new byte[1000]);
        byte[] small = out.array();
        out.reset(2000);
        assertThat(out.array()).isSameAs(small);
        assertThat(out.size()).isZero();
        out.writeBytes(new byte[5000]);
        out.reset(2000);
        assertThat(out.array()).hasSizeLessThanOrEqualTo(2000);
    }

    @Test
    void anArrayThatWasGivenAwayIsNotWrittenToAgain() {
        Encoder out = new Encoder();
        out.writeInt(7);
        byte[] given = out.detach();
        out.writeInt(8);
        assertThat(new Decoder(given).readInt()).isEqualTo(7);
        assertThat(new Decoder(out.toByteArray()).readInt()).isEqualTo(8);
    }

    @Test
    void aPatchChangesWhatWasWrittenAndNothingElse() {
        Encoder out = new Encoder();
        out.writeInt(1);
        out.writeInt(2);
        out.writeLong(3);
        out.writeInt(4);
        out.patchInt(4, -2);
        out.patchLong(8, Long.MIN_VALUE);
        Decoder in = new Decoder(out.toByteArray());
        assertThat(in.readInt()).isEqualTo(1);
        assertThat(in.readInt()).isEqualTo(-2);
        assertThat(in.readLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.readInt()).isEqualTo(4);
    }
}
