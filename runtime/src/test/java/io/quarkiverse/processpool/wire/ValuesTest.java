package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Big numbers, identifiers and paths arrive equal, to the scale of a decimal. */
class ValuesTest {

    static Stream<BigInteger> integers() {
        return Stream.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE.negate(), BigInteger.valueOf(127),
                BigInteger.valueOf(128), BigInteger.valueOf(-128), BigInteger.valueOf(-129), BigInteger.valueOf(Long.MIN_VALUE),
                BigInteger.ONE.shiftLeft(100_000), BigInteger.ONE.shiftLeft(100_000).negate());
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("integers")
    void bigIntegers(BigInteger value) {
        assertThat(RoundTrip.of(value, Encoder::writeBigInteger, Decoder::readBigInteger)).isEqualTo(value);
    }

    static Stream<BigDecimal> decimals() {
        return Stream.of(new BigDecimal("0"), new BigDecimal("0.00"), new BigDecimal("1E+3"), new BigDecimal("1000"),
                new BigDecimal("-1.10"), new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE),
                new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE), new BigDecimal(BigInteger.TWO.pow(80_000), 17));
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("decimals")
    void bigDecimalsKeepTheirScale(BigDecimal value) {
        assertThat(RoundTrip.of(value, Encoder::writeBigDecimal, Decoder::readBigDecimal)).isEqualTo(value);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "01234567-89ab-cdef-fedc-ba9876543210" })
    void uuids(String text) {
        UUID value = text == null ? null : UUID.fromString(text);
        assertThat(RoundTrip.of(value, Encoder::writeUuid, Decoder::readUuid)).isEqualTo(value);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "", "#", "a/b?c=d#e", "http://user@[::1]:80/p%20q?x#y", "mailto:a@example.org",
            "http://host/pfad/ü", "file:///", "urn:isbn:0451450523" })
    void uris(String text) {
        URI value = text == null ? null : URI.create(text);
        assertThat(RoundTrip.of(value, Encoder::writeUri, Decoder::readUri)).isEqualTo(value);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "", ".", "..", "/", "/a/b", "a b", "a/../b", "-x", "a\nb" })
    void paths(String text) {
        Path value = text == null ? null : Path.of(text);
        assertThat(RoundTrip.of(value, Encoder::writePath, Decoder::readPath)).isEqualTo(value);
    }

    @Test
    void aPathWithinAnArchiveCannotBeSent(@TempDir Path folder) throws IOException {
        URI archive = URI.create("jar:" + folder.resolve("a.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path inside = zip.getPath("/inside");
            assertThatThrownBy(() -> new Encoder().writePath(inside)).isInstanceOf(EncodingException.class)
                    .hasMessage("the path /inside is not of the default file system");
        }
    }

    /** Bytes that say there is a value, and then that an inner one is null, are no value. */
    @Test
    void aHoleWithinAValueIsRefused() {
        Encoder out = new Encoder();
        out.writeBoolean(true);
        out.writeInt(-1);
        out.writeInt(0);
        assertThatThrownBy(() -> new Decoder(out.toByteArray()).readBigDecimal()).isInstanceOf(EncodingException.class);
    }

    @Test
    void aNumberWithoutBytesIsRefused() {
        assertThatThrownBy(() -> new Decoder(new byte[4]).readBigInteger()).isInstanceOf(EncodingException.class)
                .hasMessage("a BigInteger without bytes");
    }

    @Test
    void textThatIsNoValueIsRefused() {
        Encoder out = new Encoder();
        out.writeString("\0 :");
        byte[] bytes = out.toByteArray();
        assertAll(
                () -> assertThatThrownBy(() -> new Decoder(bytes).readUri()).isInstanceOf(IllegalArgumentException.class),
                () -> assertThatThrownBy(() -> new Decoder(bytes).readPath()).isInstanceOf(IllegalArgumentException.class));
    }
}
