package io.quarkiverse.processpool.wire;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Both sides: what a method gives that has many elements, as a stream. Generated tasks use it. */
public final class Streams {

    private Streams() {
    }

    @SuppressWarnings("unchecked") // nothing is put into a stream
    public static <R> Stream<R> of(Stream<? extends R> stream) {
        return (Stream<R>) stream;
    }

    /** Closing the stream closes the iterator, if that can be closed. */
    public static <R> Stream<R> of(Iterator<? extends R> iterator) {
        if (iterator == null) {
            return null;
        }
        Stream<R> stream = StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED), false);
        return iterator instanceof AutoCloseable closeable ? stream.onClose(() -> close(closeable)) : stream;
    }

    /** Subscribes with the first element that is asked for. Closing the stream cancels the subscription. */
    public static <R> Stream<R> of(Flow.Publisher<? extends R> publisher) {
        return publisher == null ? null : of(new PublisherElements<R>(publisher));
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("an iterator could not be closed: " + e, e);
        }
    }
}
