package io.quarkiverse.processpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FirstThenRestTest {

    private final List<String> log = new ArrayList<>();
    private final FirstThenRest<String> stream = new FirstThenRest<>();
    private Flow.Subscription subscription;
    private long requestOnItem;

    @BeforeEach
    void subscribe() {
        stream.upstream(new Flow.Subscription() {

            @Override
            public void request(long n) {
                log.add("request " + n);
            }

            @Override
            public void cancel() {
                log.add("cancel");
            }
        });
        stream.first("first");
        stream.subscribe(new Flow.Subscriber<>() {

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
            }

            @Override
            public void onNext(String item) {
                log.add(item);
                if (requestOnItem > 0) {
                    subscription.request(requestOnItem);
                }
            }

            @Override
            public void onError(Throwable failure) {
                log.add(failure.getMessage());
            }

            @Override
            public void onComplete() {
                log.add("end");
            }
        });
    }

    @Test
    void theFirstItemIsGivenWhenItIsAskedForAndTheRestIsAskedOfTheSource() {
        assertThat(log).isEmpty();

        subscription.request(3);
        stream.next("second");

        assertThat(log).containsExactly("first", "request 2", "second");
    }

    @Test
    void nothingIsAskedOfTheSourceForTheFirstItemAlone() {
        subscription.request(1);
        subscription.request(4);

        assertThat(log).containsExactly("first", "request 4");
    }

    @Test
    void whatIsAskedForInTheFirstItemIsAskedOfTheSourceAfterIt() {
        requestOnItem = 2;

        subscription.request(1);

        assertThat(log).containsExactly("first", "request 2");
    }

    @Test
    void endlessDemandStaysEndless() {
        subscription.request(Long.MAX_VALUE);

        assertThat(log).containsExactly("first", "request " + Long.MAX_VALUE);
    }

    @Test
    void anEndBeforeTheFirstItemWasGivenFollowsIt() {
        stream.end(null);
        assertThat(log).isEmpty();

        subscription.request(5);

        assertThat(log).containsExactly("first", "end");
    }

    @Test
    void aFailureFollowsWhatWasGiven() {
        subscription.request(1);

        stream.end(new IllegalStateException("broken"));

        assertThat(log).containsExactly("first", "broken");
    }

    @Test
    void afterACancellationNothingComes() {
        subscription.cancel();
        subscription.request(1);
        stream.end(null);

        assertThat(log).containsExactly("cancel");
    }
}
