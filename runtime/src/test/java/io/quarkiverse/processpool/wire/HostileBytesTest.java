package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.UnsupportedTemporalTypeException;
import java.time.zone.ZoneRulesException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A million broken payloads: each is a value or a refusal that the caller expects, takes memory in proportion to its bytes, and
 * ends. The seed is fixed, and a failure shows the payload.
 */
@Timeout(120)
class HostileBytesTest {

    private static final long SEED = 20240229;
    /** What one byte of payload may take: an element of a collection costs a reference, at most a few small objects. */
    private static final long HEAP_PER_BYTE = 64;
    private static final Set<Class<? extends Exception>> BAD_VALUES = Set.of(EncodingException.class, DateTimeException.class,
            ZoneRulesException.class, UnsupportedTemporalTypeException.class, ArithmeticException.class,
            IllegalArgumentException.class, InvalidPathException.class);

    private final Mutations mutations = new Mutations(SEED);
    private final Set<Class<?>> refusals = new HashSet<>();
    private int values;

    private void attempt(byte[] bytes, long heapBeside, Set<Class<? extends Exception>> expected, Callable<?> read) {
        long taken = Allocation.of(() -> {
            try {
                read.call();
                values++;
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                if (!expected.contains(e.getClass())) {
                    fail("of " + HexFormat.of().formatHex(bytes), e);
                }
                refusals.add(e.getClass());
            }
        });
        if (taken > heapBeside + HEAP_PER_BYTE * bytes.length) {
            fail("%s bytes were taken to read the %s bytes %s", taken, bytes.length, HexFormat.of().formatHex(bytes));
        }
    }

    /** Runs the attempts on a thread of their own: most of what a refusal costs is the depth of the stack that it records. */
    private void attempts(int number, Runnable attempt) throws Exception {
        FutureTask<Void> all = new FutureTask<>(() -> {
            for (int i = 0; i < number; i++) {
                attempt.run();
            }
        }, null);
        new Thread(all, "attempts").start();
        all.get();
    }

    private static <T> byte[] written(T value, BiConsumer<Encoder, T> write) {
        Encoder out = new Encoder();
        write.accept(out, value);
        return out.toByteArray();
    }

    private static Map<Function<Decoder, Object>, byte[]> samples() {
        LocalDateTime local = LocalDateTime.of(2024, 2, 29, 12, 0);
        Map<Function<Decoder, Object>, byte[]> samples = new LinkedHashMap<>();
        samples.put(Decoder::readBoolean, written(true, Encoder::writeBoolean));
        samples.put(Decoder::readShort, written((short) 5, Encoder::writeShort));
        samples.put(Decoder::readLong, written(5L, Encoder::writeLong));
        samples.put(in -> in.readEnum(TimeUnit.values()), written(TimeUnit.DAYS, Encoder::writeEnum));
        samples.put(Decoder::readSize, written(new int[3], Encoder::writeInts));
        samples.put(Decoder::readString, written("plain text", Encoder::writeString));
        samples.put(Decoder::readString, written("größer", Encoder::writeString));
        samples.put(Decoder::readBytes, written(new byte[9], Encoder::writeBytes));
        samples.put(Decoder::readBooleans, written(new boolean[9], Encoder::writeBooleans));
        samples.put(Decoder::readShorts, written(new short[9], Encoder::writeShorts));
        samples.put(Decoder::readChars, written(new char[9], Encoder::writeChars));
        samples.put(Decoder::readInts, written(new int[9], Encoder::writeInts));
        samples.put(Decoder::readLongs, written(new long[9], Encoder::writeLongs));
        samples.put(Decoder::readFloats, written(new float[9], Encoder::writeFloats));
        samples.put(Decoder::readDoubles, written(new double[9], Encoder::writeDoubles));
        samples.put(Decoder::readBigInteger, written(BigInteger.TEN.pow(30), Encoder::writeBigInteger));
        samples.put(Decoder::readBigDecimal, written(new BigDecimal("1.10"), Encoder::writeBigDecimal));
        samples.put(Decoder::readUuid, written(new UUID(1, 2), Encoder::writeUuid));
        samples.put(Decoder::readUri, written(URI.create("http://[::1]/a?b#c"), Encoder::writeUri));
        samples.put(Decoder::readPath, written(Path.of("/a/b"), Encoder::writePath));
        samples.put(Decoder::readDuration, written(Duration.ofSeconds(Long.MAX_VALUE, 1), Encoder::writeDuration));
        samples.put(Decoder::readPeriod, written(Period.of(1, 2, 3), Encoder::writePeriod));
        samples.put(Decoder::readInstant, written(Instant.MAX, Encoder::writeInstant));
        samples.put(Decoder::readLocalDate, written(LocalDate.MAX, Encoder::writeLocalDate));
        samples.put(Decoder::readLocalTime, written(LocalTime.MAX, Encoder::writeLocalTime));
        samples.put(Decoder::readLocalDateTime, written(local, Encoder::writeLocalDateTime));
        samples.put(Decoder::readZoneId, written(ZoneId.of("Europe/Berlin"), Encoder::writeZoneId));
        samples.put(Decoder::readZoneOffset, written(ZoneOffset.MAX, Encoder::writeZoneOffset));
        samples.put(Decoder::readOffsetDateTime, written(OffsetDateTime.MAX, Encoder::writeOffsetDateTime));
        samples.put(Decoder::readZonedDateTime,
                written(ZonedDateTime.of(local, ZoneId.of("Asia/Kolkata")), Encoder::writeZonedDateTime));
        samples.put(Decoder::readYear, written(Year.of(2024), Encoder::writeYear));
        samples.put(Decoder::readYearMonth, written(YearMonth.of(2024, 2), Encoder::writeYearMonth));
        return samples;
    }

    @Test
    void values() throws Exception {
        List<Map.Entry<Function<Decoder, Object>, byte[]>> samples = new ArrayList<>(samples().entrySet());
        samples.forEach(sample -> sample.getKey().apply(new Decoder(sample.getValue()))); // loads what each type needs
        attempts(800_000, () -> {
            Map.Entry<Function<Decoder, Object>, byte[]> sample = samples.get(mutations.below(samples.size()));
            byte[] bytes = mutations.of(sample.getValue());
            attempt(bytes, 1 << 16, BAD_VALUES, () -> sample.getKey().apply(new Decoder(bytes)));
        });
        assertThat(values).as("payloads that are still values").isGreaterThan(100_000);
        assertThat(refusals).containsAll(Set.of(EncodingException.class, DateTimeException.class,
                IllegalArgumentException.class, InvalidPathException.class));
    }

    @Test
    void exceptions() throws Exception {
        Exception thrown = new IllegalStateException("message", new RuntimeException("cause"));
        thrown.setStackTrace(Arrays.copyOf(thrown.getStackTrace(), 5));
        thrown.getCause().setStackTrace(thrown.getStackTrace());
        byte[] good = written(thrown, (out, e) -> ThrownForm.write(e, out));
        attempts(150_000, () -> {
            byte[] bytes = mutations.of(good);
            attempt(bytes, 1 << 16, Set.of(EncodingException.class), () -> ThrownForm.read(new Decoder(bytes)));
        });
        assertThat(values).isGreaterThan(10_000);
        assertThat(refusals).containsExactly(EncodingException.class);
    }

    @Test
    void settings() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new WorkerSettings("misbehave-1", new byte[32], "/tmp/1", "w1", 1 << 20, "org.acme.*", 1L << 40, List.of("a", "b"))
                .write(out);
        byte[] good = out.toByteArray();
        attempts(30_000, () -> {
            byte[] bytes = mutations.of(good);
            attempt(bytes, 1 << 21, Set.of(ProtocolException.class),
                    () -> WorkerSettings.read(new ByteArrayInputStream(bytes)));
        });
        assertThat(values).isGreaterThan(1000);
        assertThat(refusals).containsExactly(ProtocolException.class);
    }

    @Test
    void frames() throws Exception {
        Encoder out = new Encoder();
        for (FrameType type : FrameType.values()) {
            int at = FrameHeader.begin(type, out);
            out.writeRaw(new byte[8 * FrameType.values().length], 0, 8 * type.ordinal());
            FrameHeader.end(at, out);
        }
        byte[] good = out.toByteArray();
        attempts(10_000, () -> {
            byte[] bytes = mutations.of(good);
            attempt(bytes, 1 << 18, Set.of(ProtocolException.class, EOFException.class), () -> {
                FrameReader reader = new FrameReader(new Scripted(bytes), 1000);
                try {
                    while (reader.next() != null) {
                        reader.payload(new Decoder(new byte[0])).skip(reader.payloadLength());
                        reader.hasNext();
                    }
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
                return reader;
            });
        });
        assertThat(values).isGreaterThan(1000);
        assertThat(refusals).containsExactlyInAnyOrder(ProtocolException.class, EOFException.class);
    }

    @Test
    void javaSerialization() throws Exception {
        Map<String, Object> graph = new HashMap<>(Map.of("list", new ArrayList<>(List.of("a", 1)), "big", BigDecimal.TEN));
        byte[] good = JavaSerialization.write(graph, "graph");
        JavaSerialization.read(good, HashMap.class, null);
        attempts(10_000, () -> {
            byte[] bytes = mutations.of(good);
            attempt(bytes, 1 << 22, Set.of(EncodingException.class), () -> JavaSerialization.read(bytes, HashMap.class, null));
        });
        assertThat(values).isGreaterThan(1000);
        assertThat(refusals).containsExactly(EncodingException.class);
    }
}
