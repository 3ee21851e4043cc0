package io.quarkiverse.processpool.engine;

/**
 * Parent side: how {@link TaskPool#imap imap} goes through its items.
 *
 * @param ordered whether results keep the order of the items
 * @param chunkSize so many tasks in one message, or 0 to choose from how long they take
 * @param lookAhead how many items may be under way or wait for the subscriber, or 0 to choose as many as keep all workers busy
 */
public record ImapOptions(boolean ordered, int chunkSize, int lookAhead) {

    /** Results in the order of the items. */
    public static final ImapOptions ORDERED = new ImapOptions(true, 0, 0);
    /** Results as they come. */
    public static final ImapOptions UNORDERED = new ImapOptions(false, 0, 0);

    /** @throws IllegalArgumentException if the look-ahead has no place for a chunk, or one of them is negative */
    public ImapOptions {
        if (chunkSize < 0 || lookAhead < 0) {
            throw new IllegalArgumentException(
                    "a chunk size and a look-ahead of at least 0, not " + chunkSize + " and " + lookAhead);
        }
        if (lookAhead > 0 && lookAhead < chunkSize) {
            throw new IllegalArgumentException("a look-ahead of " + lookAhead + " items, in which a chunk of " + chunkSize
                    + " would never be full: give at least that many");
        }
    }

    /**
     * The same with a given chunk size.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public ImapOptions withChunkSize(int size) {
        return new ImapOptions(ordered, PoolBounds.checkChunkSize(size), lookAhead);
    }

    /**
     * The same with a given look-ahead.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public ImapOptions withLookAhead(int items) {
        if (items < 1) {
            throw new IllegalArgumentException("a look-ahead of at least 1, not " + items);
        }
        return new ImapOptions(ordered, chunkSize, items);
    }
}
