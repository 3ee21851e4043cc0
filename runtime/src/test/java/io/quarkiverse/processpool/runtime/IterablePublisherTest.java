package io.quarkiverse.processpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

class IterablePublisherTest {

    private final Queue<Runnable> submitted = new ArrayDeque<>();
    private final Log log = new Log();

    /** Notes the signals. */
    private static final class Log implements Flow.Subscriber<Object> {

        private final List<String> signals = new ArrayList<>();
        private Flow.Subscription subscription;
        private int requestOnItem;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onNext(Object item) {
            signals.add(item.toString());
            if (requestOnItem > 0) {
                subscription.request(requestOnItem);
            }
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(failure.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            signals.add("end");
        }
    }

    private void subscribe(Iterable<?> items) {
        new IterablePublisher<Object>(items, submitted::add).subscribe(log);
    }

    private void runSubmitted() {
        while (!submitted.isEmpty()) {
            submitted.remove().run();
        }
    }

    @Test
    void anErrorOfTheSourceIsTheEnd() {
        subscribe(() -> new Iterator<Object>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Object next() {
                if (next == 1) {
                    throw new AssertionError("no more");
                }
                return next++;
            }
        });
        log.subscription.request(5);
        runSubmitted();

        assertThat(log.signals).containsExactly("0", "AssertionError");
    }

    @Test
    void readsOnTheExecutorAndOnlyWhatIsAskedFor() {
        subscribe(List.of(1, 2, 3));
        assertThat(submitted).isEmpty();

        log.subscription.request(2);
        assertThat(log.signals).isEmpty();

        runSubmitted();
        assertThat(log.signals).containsExactly("1", "2");
    }

    @Test
    void theEndComesWithTheLastItem() {
        subscribe(List.of(1, 2));

        log.subscription.request(2);
        runSubmitted();

        assertThat(log.signals).containsExactly("1", "2", "end");
    }

    @Test
    void nothingIsAnEnd() {
        subscribe(List.of());

        log.subscription.request(1);
        runSubmitted();

        assertThat(log.signals).containsExactly("end");
    }

    @Test
    void requestsWhileReadingDoNotStartASecondReader() {
        log.requestOnItem = 1;
        subscribe(List.of(1, 2, 3));

        log.subscription.request(1);
        log.subscription.request(Long.MAX_VALUE);
        assertThat(submitted).hasSize(1);

        runSubmitted();
        assertThat(log.signals).containsExactly("1", "2", "3", "end");
    }

    @Test
    void aFailureOfTheIteratorEndsIt() {
        Iterator<Integer> broken = new Iterator<>() {

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                throw new UnsupportedOperationException();
            }
        };
        subscribe((Iterable<Integer>) () -> broken);

        log.subscription.request(5);
        runSubmitted();

        assertThat(log.signals).containsExactly("UnsupportedOperationException");
    }

    @Test
    void nothingIsReadAfterACancellation() {
        subscribe(List.of(1, 2, 3));
        log.subscription.request(1);
        runSubmitted();

        log.subscription.cancel();
        log.subscription.request(5);
        runSubmitted();

        assertThat(log.signals).containsExactly("1");
    }

    @Test
    void anExecutorThatRefusesIsAFailure() {
        new IterablePublisher<Object>(List.of(1), task -> {
            throw new RejectedExecutionException();
        }).subscribe(log);

        log.subscription.request(1);

        assertThat(log.signals).containsExactly("RejectedExecutionException");
    }

    @Test
    void askingForNothingIsAFailure() {
        subscribe(List.of(1));

        log.subscription.request(0);

        assertThat(log.signals).containsExactly("IllegalArgumentException");
    }
}
