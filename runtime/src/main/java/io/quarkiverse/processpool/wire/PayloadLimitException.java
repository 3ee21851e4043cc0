package io.quarkiverse.processpool.wire;

/** Both sides: a payload that would have become larger than is allowed; thrown before its memory is allocated. */
public final class PayloadLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long size;
    private final long limit;

    public PayloadLimitException(long size, long limit) {
        super("a payload of at least " + size + " bytes is over the limit of " + limit + " bytes");
        this.size = size;
        this.limit = limit;
    }

    public long size() {
        return size;
    }

    public long limit() {
        return limit;
    }
}
