package io.quarkiverse.processpool.wire;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Both sides: a piece of memory that the parent and one worker map, and that outlives the worker.
 * <p>
 * The worker writes the sequence number of each task before it starts it; so after any death the parent knows which
 * tasks had started, without a message per task. The parent writes a range of sequence numbers that it takes back; a
 * worker that has begun a number in that range skips the task and says so. Each side writes its own words, then
 * fences, then reads the other's: whatever the order, a number that the parent takes back and does not see started
 * will not be run.
 */
public final class SharedPage {

    static final int LINE = 64;
    private static final int OUTBOX = 4096;

    public static final int SIZE = OUTBOX + LINE + Outbox.CAPACITY;

    private static final int STARTED = 0;
    private static final int RECALL_FROM = 64;
    private static final int RECALL_TO = 72;

    private final MappedByteBuffer page;

    private SharedPage(MappedByteBuffer page) {
        this.page = page;
    }

    /** Maps the file, which the parent has made {@link #SIZE} bytes long. */
    public static SharedPage map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new SharedPage(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
        }
    }

    /** The outcomes that the worker has not sent yet. */
    public Outbox outbox() {
        return new Outbox(page, OUTBOX);
    }

    /**
     * Worker: announces that the task with this number starts.
     *
     * @return false if it was taken back and must not run
     */
    public boolean start(long sequence) {
        page.putLong(STARTED, sequence);
        VarHandle.fullFence();
        long to = page.getLong(RECALL_TO);
        return sequence >= to || sequence < page.getLong(RECALL_FROM);
    }

    /** Parent: the number of the task that the worker has announced last, 0 for none. */
    public long started() {
        VarHandle.acquireFence();
        return page.getLong(STARTED);
    }

    /**
     * Parent: takes back the tasks in a range that begins at the end of the range before it, or after it if the worker has
     * passed that.
     *
     * @return {@link #started()} as it was after that: higher numbers in the range will not run; that number itself
     *         may be running, or be skipped, which the worker then says
     */
    public long recall(long from, long to) {
        if (from > page.getLong(RECALL_TO)) { // else the worker may not have passed the range before it yet: they become one
            page.putLong(RECALL_FROM, from);
            VarHandle.fullFence();
        }
        page.putLong(RECALL_TO, to);
        VarHandle.fullFence();
        return page.getLong(STARTED);
    }
}
