package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** A pool that runs tasks in place makes each element of a stream when it is taken, and closes the stream. */
@Timeout(60)
class StreamsInPlaceTest {

    @TempDir
    Path directory;
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final InPlacePool pool = new InPlacePool("misbehave", executor);

    @AfterEach
    void end() throws InterruptedException {
        pool.close();
        assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void elementsAndEnd() throws Exception {
        try (ResultStream<Integer> stream = pool.stream(FlowsTasks.upTo(3))) {
            for (int i = 0; i < 3; i++) {
                assertThat(stream.next()).isEqualTo(i);
            }
            assertThat(pool.stats().running()).isEqualTo(1);
            assertThat(stream.next()).isNull();
            assertThat(stream.next()).isNull();
        }
        assertThat(pool.stats().running()).isZero();
        assertThat(pool.stats().completed()).isEqualTo(1);
    }

    @Test
    void failuresComeAfterTheElementsBeforeThem() throws Exception {
        Path closed = directory.resolve("closed");
        try (ResultStream<Integer> stream = pool.stream(FlowsTasks.failAt(1, closed))) {
            assertThat(stream.next()).isZero();
            assertThatThrownBy(stream::next).isInstanceOf(UnsupportedOperationException.class).hasMessage("at 1");
            assertThat(closed).hasContent("closed");
        }
        try (ResultStream<String> stream = pool.stream(FlowsTasks.nullAfter(0))) {
            assertThatThrownBy(stream::next).isInstanceOf(NullPointerException.class);
        }
        try (ResultStream<Integer> stream = pool.stream(FlowsTasks.failToClose(0))) {
            assertThatThrownBy(stream::next).hasMessage("cannot be closed");
        }
        assertThat(closed).hasContent("closed");
        assertThat(pool.stats().failed()).isEqualTo(3);
    }

    @Test
    void aCloseClosesTheStreamOnce() throws Exception {
        Path closed = directory.resolve("closed");
        Path made = directory.resolve("made");
        ResultStream<Integer> stream = pool.stream(FlowsTasks.endless(made, closed));
        assertThat(stream.next()).isEqualTo(1);
        stream.close();
        stream.close();
        assertThat(closed).hasContent("closed\n");
        assertThat(made).hasContent("1");
        assertThatThrownBy(stream::next).isInstanceOf(CancellationException.class);
    }

    @Test
    void aPublisherMakesWhatIsAskedFor() {
        Path closed = directory.resolve("closed");
        Path made = directory.resolve("made");
        AssertSubscriber<Integer> subscriber = Multi.createFrom().publisher(pool.publisher(FlowsTasks.endless(made, closed)))
                .subscribe().withSubscriber(AssertSubscriber.create(5));
        subscriber.awaitItems(5, Pools.PATIENCE).assertItems(1, 2, 3, 4, 5);
        subscriber.request(2);
        subscriber.awaitItems(7, Pools.PATIENCE);
        subscriber.cancel();
        assertThat(Pools.lines(closed, 1)).containsExactly("closed");
        assertThat(made).hasContent("7");
        List<Integer> all = IntStream.range(0, 5_000).boxed().toList();
        assertThat(Multi.createFrom().publisher(pool.publisher(FlowsTasks.upTo(5_000))).collect().asList().await()
                .atMost(Pools.PATIENCE)).isEqualTo(all);
    }

    @Test
    void aClosedPoolTakesNoStream() {
        pool.close();
        assertThatThrownBy(() -> pool.stream(FlowsTasks.upTo(1))).isInstanceOf(IllegalStateException.class);
        Multi.createFrom().publisher(pool.publisher(FlowsTasks.upTo(1))).subscribe()
                .withSubscriber(AssertSubscriber.create(1)).awaitFailure(Pools.PATIENCE)
                .assertFailedWith(IllegalStateException.class);
    }
}
