package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one side puts into the lane the other reads as it was, until it says that it has. */
class LaneTest {

    private static final int RING = Lane.SIZE / 2;

    @TempDir
    Path folder;
    private Path file;
    private Lane writer;
    private Lane reader;

    private record Place(long end, byte[] bytes) {
    }

    @BeforeEach
    void map() throws IOException {
        file = Files.write(folder.resolve("lane"), new byte[Lane.SIZE]);
        writer = Lane.map(file);
        reader = Lane.map(file);
    }

    private static byte[] raw(Lane.Ring ring, long end, int length) {
        Decoder in = ring.read(new Decoder(new byte[0]), end, length);
        byte[] read = new byte[length];
        for (int i = 0; i < length; i++) {
            read[i] = in.readByte();
        }
        in.expectEnd();
        return read;
    }

    private static void readAndFree(Place place, Lane.Ring from, Lane.Ring by) {
        assertThat(raw(from, place.end(), place.bytes().length)).isEqualTo(place.bytes());
        by.free(place.end());
    }

    /** Of a payload that is written little by little, nobody knows how long it will be. */
    @Test
    void whoHasReadAllOfItLeavesAllOfItToTheNext() {
        long end = 0;
        for (int i = 0; i < 50; i++) {
            ByteBuffer room = writer.results().take(30, Lane.LARGE);
            assertThat(room.limit()).isEqualTo(30 + RING);
            byte[] bytes = new byte[2_900_000 + i];
            Arrays.fill(bytes, (byte) i);
            room.put(30, bytes);
            end = writer.results().written(bytes.length);
            readAndFree(new Place(end, bytes), reader.results(), writer.results());
        }
        assertThat(writer.results().take(30, RING + 1)).isNull();
    }

    @Test
    void placesAreUsedAgainAndNoneBeforeItIsFree() {
        Random random = new Random(1);
        ArrayDeque<Place> full = new ArrayDeque<>();
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = new byte[Lane.LARGE + random.nextInt(RING / 3)];
            random.nextBytes(bytes);
            int extra = random.nextInt(9);
            byte[] within = Arrays.copyOf(bytes, bytes.length + extra);
            long end = writer.arguments().put(within, 0, bytes.length);
            if (end >= 0) {
                full.addLast(new Place(end, bytes));
            } else {
                refused++;
                assertThat(full).as("what is in the way").isNotEmpty();
                assertThat(writer.arguments().hasRoom(bytes.length)).isFalse();
                readAndFree(full.removeFirst(), reader.arguments(), writer.arguments());
            }
        }
        full.forEach(place -> readAndFree(place, reader.arguments(), writer.arguments()));
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void theDirectionsAreApart() {
        long there = writer.arguments().put(new byte[] { 1, 2, 3 }, 1, 2);
        long back = reader.results().put(new byte[] { 7, 8, 9 }, 0, 3);
        assertThat(raw(reader.arguments(), there, 2)).containsExactly(2, 3);
        assertThat(raw(writer.results(), back, 3)).containsExactly(7, 8, 9);
    }

    @Test
    void aPayloadCanBeWrittenThereAtOnce() {
        Random random = new Random(2);
        ArrayDeque<Place> full = new ArrayDeque<>();
        int elsewhere = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = new byte[Lane.LARGE + random.nextInt(RING / 3)];
            random.nextBytes(bytes);
            Encoder out = new Encoder();
            out.writeLong(i);
            RoundTrip.Room room = new RoundTrip.Room(null) {
                @Override
                public ByteBuffer take(int from, int needed) {
                    return writer.results().take(from, needed);
                }
            };
            out.mayMove(out.size(), room);
            for (int at = 0; at < bytes.length;) {
                int piece = Math.min(1 + random.nextInt(100_000), bytes.length - at);
                out.writeRaw(bytes, at, piece);
                at += piece;
            }
            assertThat(new Decoder(out.array()).readLong()).as("what stands before it is in the array").isEqualTo(i);
            if (out.sendRest() == 0 && out.isInRoom()) {
                assertThat(out.size()).isEqualTo(Long.BYTES + bytes.length);
                full.addLast(new Place(writer.results().written(bytes.length), bytes));
            } else {
                elsewhere++;
                room.gone.write(out.array(), Long.BYTES, out.size() - Long.BYTES);
                assertThat(room.gone.toByteArray()).isEqualTo(bytes);
                Place first = full.pollFirst(); // none if it has come to the end of the memory
                if (first != null) {
                    readAndFree(first, reader.results(), writer.results());
                }
            }
        }
        full.forEach(place -> readAndFree(place, reader.results(), writer.results()));
        assertThat(elsewhere).isBetween(50, 300);
    }

    @Test
    void whatIsLargerThanAllOfItHasNoRoom() {
        assertThat(writer.arguments().hasRoom(RING)).isTrue();
        assertThat(writer.arguments().hasRoom(RING + 1)).isFalse();
        assertThat(writer.arguments().put(new byte[RING + 1], 0, RING + 1)).isEqualTo(-1);
        assertThat(writer.arguments().put(new byte[RING], 0, RING)).isEqualTo(RING);
        assertThat(writer.arguments().put(new byte[1], 0, 1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({ "-1,0", "0,1", "10,11", "10,-1", "4194305,2", "9223372036854775807,2147483647", "-9223372036854775808,1" })
    void aPlaceThatCannotBeIsRefused(long end, int length) {
        assertThatThrownBy(() -> reader.arguments().read(new Decoder(new byte[0]), end, length))
                .isInstanceOf(EncodingException.class).hasMessageContaining("a place of " + length + " bytes");
    }
}
