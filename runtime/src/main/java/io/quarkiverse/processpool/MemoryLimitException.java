package io.quarkiverse.processpool;

/** The worker took more memory than {@code max-rss} allows while it ran the task, and was killed. */
public final class MemoryLimitException extends WorkerDiedException {

    /** Where most of the memory was. */
    public enum Source {
        /** In the heap of the JVM. */
        HEAP,
        /** Outside of it: libraries, direct buffers, threads. */
        NATIVE,
        /** It cannot be told: the heap is too large, or its collector has it where other memory is too. */
        UNKNOWN
    }

    private static final long serialVersionUID = 1L;

    private final long residentBytes;
    private final long limitBytes;
    private final Source source;

    /** Made by a pool; and by tests of code that handles it. */
    public MemoryLimitException(String message, TaskReport report, long residentBytes, long limitBytes, Source source) {
        super(message, report, null);
        this.residentBytes = residentBytes;
        this.limitBytes = limitBytes;
        this.source = source;
    }

    /** The resident memory of the process when it was found to be too much. */
    public long residentBytes() {
        return residentBytes;
    }

    /** What it may take at most. */
    public long limitBytes() {
        return limitBytes;
    }

    /** Where most of it was. */
    public Source source() {
        return source;
    }
}
