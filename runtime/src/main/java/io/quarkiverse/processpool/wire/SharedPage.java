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
    private static final int CANCELLED = 80;
    private static final int ENDED = 128;
    private static final int PROGRESS_VERSION = 192;
    private static final int PROGRESS_OF = 200;
    private static final int PROGRESS_DONE = 208;
    private static final int PROGRESS_TOTAL = 216;
    private static final int DUMPED = 256;
    private static final int CREDIT = 320;
    private static final int LANE_MAPPED = 448;
    private static final int LANE_TAKEN = 512;
    private static final int SENT_BY_PARENT = 576;
    private static final int SENT_BY_WORKER = 640;

    private final MappedByteBuffer page;
    private final Sent sentByParent;
    private final Sent sentByWorker;

    private SharedPage(MappedByteBuffer page) {
        this.page = page;
        sentByParent = new Sent(page, SENT_BY_PARENT);
        sentByWorker = new Sent(page, SENT_BY_WORKER);
    }

    /** Maps the file, which the parent has made {@link #SIZE} bytes long. */
    public static SharedPage map(Path file) throws IOException {
        return new SharedPage(memory(file, SIZE));
    }

    /** Memory in a file of that size, for both sides to write and to read. */
    static MappedByteBuffer memory(Path file, int size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
        }
    }

    /** The outcomes that the worker has not sent yet. */
    public Outbox outbox() {
        return new Outbox(page, OUTBOX);
    }

    /** What the parent has written to the socket. */
    public Sent sentByParent() {
        return sentByParent;
    }

    /** What the worker has written to the socket. */
    public Sent sentByWorker() {
        return sentByWorker;
    }

    /** How far the stream that the worker runs may go. */
    public Credit credit() {
        return new Credit(page, CREDIT);
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

    /** Parent: asks the task with that number to end. */
    public void cancel(long sequence) {
        page.putLong(CANCELLED, sequence);
        VarHandle.fullFence();
    }

    /** Worker: the number of the task that was asked to end last, 0 for none. */
    public long cancelled() {
        VarHandle.acquireFence();
        return page.getLong(CANCELLED);
    }

    /** Worker: leaves the {@link EndMark} of this process. */
    public void ends() {
        page.putLong(ENDED, EndMark.ofThisProcess());
    }

    /** Parent, of a dead worker: its {@link EndMark}. */
    public long endMark() {
        return page.getLong(ENDED);
    }

    /** Worker: how far that task has come. One thread at a time. */
    public void progress(long sequence, long done, long total) {
        long version = page.getLong(PROGRESS_VERSION);
        page.putLong(PROGRESS_VERSION, version + 1);
        VarHandle.fullFence();
        page.putLong(PROGRESS_OF, sequence);
        page.putLong(PROGRESS_DONE, done);
        page.putLong(PROGRESS_TOTAL, total);
        VarHandle.fullFence();
        page.putLong(PROGRESS_VERSION, version + 2);
    }

    /** Parent: changes with each word of progress, and is odd while one is being written. */
    public long progressVersion() {
        VarHandle.acquireFence();
        return page.getLong(PROGRESS_VERSION);
    }

    /** Parent: the task that has spoken last, how much of it is done, and of how much; null if it is speaking right now. */
    public long[] progress() {
        long version = progressVersion();
        VarHandle.fullFence();
        long[] seen = { page.getLong(PROGRESS_OF), page.getLong(PROGRESS_DONE), page.getLong(PROGRESS_TOTAL) };
        VarHandle.fullFence();
        return (version & 1) == 0 && page.getLong(PROGRESS_VERSION) == version ? seen : null;
    }

    /** Worker: has mapped the {@link Lane}. */
    public void laneMapped() {
        VarHandle.fullFence();
        page.putLong(LANE_MAPPED, 1);
    }

    /** Parent: whether the worker has. */
    public boolean isLaneMapped() {
        VarHandle.acquireFence();
        return page.getLong(LANE_MAPPED) == 1;
    }

    /** Parent: has read all results in the lane up to that end of a place. */
    public void laneTaken(long end) {
        VarHandle.fullFence();
        page.putLong(LANE_TAKEN, end);
    }

    /** Worker: how far the parent has read. */
    public long laneTaken() {
        VarHandle.acquireFence();
        return page.getLong(LANE_TAKEN);
    }

    /** Worker: what it was asked to write down about itself is written down. */
    public void dumped() {
        VarHandle.fullFence();
        page.putLong(DUMPED, 1);
    }

    /** Parent: whether that has happened. */
    public boolean isDumped() {
        VarHandle.acquireFence();
        return page.getLong(DUMPED) == 1;
    }
}
