package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Lane;
import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Parent side: the {@link Lane} to one worker. It is offered when something large goes to the worker or has come from it, and
 * used when the worker has mapped it; until then, and if it cannot, all goes through the socket.
 * <p>
 * A mapping ends when the collector finds it, which can be long after the worker. So its file is made empty when the worker is
 * dead, and no memory waits for that.
 */
final class LaneToWorker {

    private final Path file;
    private final SharedPage page;
    /** Open as long as the worker may live, for the file has no name any more. */
    private FileChannel channel;
    private volatile Lane lane;
    private volatile boolean offered;
    private volatile boolean resultsAreLarge;
    private volatile boolean keepsResults;
    /** The last sequence number of what is in each place with arguments, and its end. Guarded by itself. */
    private final ArrayDeque<long[]> places = new ArrayDeque<>();

    /** @param file where the memory is to be, until the worker has mapped it */
    LaneToWorker(Path file, SharedPage page) {
        this.file = file;
        this.page = page;
    }

    /** Whether it is time to offer it, before arguments of that length are sent. */
    boolean isToBeOffered(int length) {
        return !offered && (length >= Lane.LARGE || resultsAreLarge);
    }

    /**
     * Makes the memory; takes some milliseconds, once.
     *
     * @return where the worker finds it; null if there is no room for it
     */
    Path offer() {
        offered = true;
        try {
            Files.createFile(file, OwnerOnly.file());
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            ByteBuffer zeros = ByteBuffer.allocateDirect(Lane.LARGE);
            for (int written = 0; written < Lane.SIZE; written += zeros.capacity()) {
                zeros.clear();
                while (zeros.hasRemaining()) {
                    channel.write(zeros);
                }
            }
            lane = Lane.map(file);
            return file;
        } catch (IOException e) {
            PoolDirectory.delete(file);
            release();
            return null;
        }
    }

    /** The worker is dead, and nobody writes or reads here any more; except who {@linkplain #keepResults may} go on reading. */
    void release() {
        offered = true;
        lane = null;
        if (channel != null) {
            try (FileChannel last = channel) {
                if (!keepsResults) {
                    last.truncate(0);
                }
            } catch (IOException e) {
                // then its memory is free when the collector has found the mapping
            }
        }
    }

    private boolean isOpen() {
        return lane != null && page.isLaneMapped();
    }

    /** Whether arguments of that length would go through it now. */
    boolean takes(int length) {
        return length >= Lane.LARGE && isOpen() && lane.arguments().hasRoom(length);
    }

    /**
     * Puts arguments into it.
     *
     * @param lastSequence of the tasks that they are of
     * @return the end of their place, or -1 if they have to go through the socket
     */
    long put(byte[] bytes, int offset, int length, long lastSequence) {
        if (!takes(length)) {
            return -1;
        }
        long end = lane.arguments().put(bytes, offset, length);
        synchronized (places) {
            places.addLast(new long[] { lastSequence, end });
        }
        return end;
    }

    /** The worker has come past that number, and has read all arguments up to it. */
    void passed(long sequence) {
        Lane open = lane;
        if (open == null) {
            return;
        }
        synchronized (places) {
            long[] place = null;
            while (!places.isEmpty() && places.peekFirst()[0] <= sequence) {
                place = places.pollFirst();
            }
            if (place != null) {
                open.arguments().free(place[1]);
            }
        }
    }

    /** A frame of that length has come from the worker through the socket. */
    void received(int length) {
        if (length >= Lane.LARGE) {
            resultsAreLarge = true;
        }
    }

    /** Points a decoder at a result that the worker says to have put there. */
    Decoder result(Decoder decoder, long end, int length) {
        Lane open = lane;
        if (open == null) {
            throw new IllegalArgumentException("a result in a lane that there is not");
        }
        return open.results().read(decoder, end, length);
    }

    /** A result was read up to that end of its place. */
    void read(long end) {
        if (!keepsResults) {
            page.laneTaken(end);
        }
    }

    /** Somebody may go on reading a result for any time: its place, and with it all later ones, is not used again. */
    void keepResults() {
        keepsResults = true;
    }
}
