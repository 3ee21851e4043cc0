package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkiverse.processpool.test.app.Sums;
import io.quarkiverse.processpool.test.app.SumsTasks;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.tuples.Tuple3;

/** map and starmap give all results in the order of the items. */
class MapTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(Apps.of(Squares.class, Sums.class, Probe.class));

    private static final List<Integer> NUMBERS = IntStream.range(0, 1000).boxed().toList();
    private static final List<Integer> THEIR_SQUARES = NUMBERS.stream().map(x -> x * x).toList();

    @Inject
    ProcessPool pool;

    @Inject
    @PoolName("squares")
    ProcessPool squares;

    @Test
    void mapKeepsTheOrder() {
        assertThat(pool.map(SquaresTasks::square, NUMBERS).await().indefinitely()).isEqualTo(THEIR_SQUARES);
        assertThat(squares.map(SquaresTasks::square, NUMBERS).await().indefinitely()).isEqualTo(THEIR_SQUARES);
    }

    @Test
    void mapReadsTheItemsAnewForEachSubscription() {
        List<Integer> items = new ArrayList<>(List.of(1));
        Uni<List<Integer>> results = pool.map(SquaresTasks::square, items);
        assertThat(results.await().indefinitely()).containsExactly(1);

        items.add(2);

        assertThat(results.await().indefinitely()).containsExactly(1, 4);
    }

    @Test
    void mapAsyncSubmitsAtOnce() throws Exception {
        assertThat(pool.mapAsync(SquaresTasks::square, NUMBERS).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEqualTo(THEIR_SQUARES);
        assertThat(squares.mapAsync(SquaresTasks::square, NUMBERS).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEqualTo(THEIR_SQUARES);
    }

    @Test
    void nothingMakesNothing() throws Exception {
        assertThat(pool.map(SquaresTasks::square, List.<Integer> of()).await().indefinitely()).isEmpty();
        assertThat(squares.map(SquaresTasks::square, List.<Integer> of()).await().indefinitely()).isEmpty();
        assertThat(pool.mapAsync(SquaresTasks::square, List.<Integer> of()).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void theChunkSizeCanBeGiven() {
        for (ProcessPool any : List.of(pool, squares)) {
            for (int chunkSize : new int[] { 1, 7, 2000 }) {
                ProcessPool chunked = any.inChunksOf(chunkSize);
                assertThat(chunked.map(SquaresTasks::square, NUMBERS).await().indefinitely()).isEqualTo(THEIR_SQUARES);
                assertThat(chunked.mapAsync(SquaresTasks::square, NUMBERS).toCompletableFuture().join())
                        .isEqualTo(THEIR_SQUARES);
                assertThat(chunked.trackMap(SquaresTasks::square, NUMBERS).result().toCompletableFuture().join())
                        .isEqualTo(THEIR_SQUARES);
                assertThat(chunked.imap(SquaresTasks::square, NUMBERS).collect().asList().await().indefinitely())
                        .isEqualTo(THEIR_SQUARES);
                assertThat(chunked.imapUnordered(SquaresTasks::square, NUMBERS).collect().asList().await().indefinitely())
                        .containsExactlyInAnyOrderElementsOf(THEIR_SQUARES);
                assertThat(chunked.apply(SquaresTasks.square(3)).await().indefinitely()).isEqualTo(9);
                assertThat(chunked.map(SquaresTasks::square, List.<Integer> of()).await().indefinitely()).isEmpty();
            }
        }
    }

    @Test
    void aChunkOfNothingIsRefused() {
        for (ProcessPool any : List.of(pool, squares)) {
            assertThatThrownBy(() -> any.inChunksOf(0))
                    .isInstanceOf(IllegalArgumentException.class).hasMessage("a chunk size of at least 1, not 0");
        }
    }

    @Test
    void starmapSpreadsTheEntriesOfAMap() {
        Map<Integer, Integer> pairs = new LinkedHashMap<>();
        pairs.put(1, 10);
        pairs.put(2, 20);

        assertThat(pool.starmap(SumsTasks::two, pairs.entrySet()).await().indefinitely()).containsExactly(11, 22);
        assertThat(pool.starmapAsync(SumsTasks::two, pairs.entrySet()).toCompletableFuture().join()).containsExactly(11, 22);
    }

    @Test
    void starmapSpreadsTriples() {
        List<Tuple3<Integer, Integer, Integer>> triples = List.of(Tuple3.of(1, 10, 100), Tuple3.of(2, 20, 200));

        assertThat(pool.starmap(SumsTasks::three, triples).await().indefinitely()).containsExactly(111, 222);
        assertThat(pool.starmapAsync(SumsTasks::three, triples).toCompletableFuture().join()).containsExactly(111, 222);
    }

    @Test
    void aFailureIsThatOfTheCallAndKeepsItsType() {
        assertThatThrownBy(() -> pool.map(ProbeTasks::fail, List.of("first", "second")).await().indefinitely())
                .isInstanceOf(IllegalStateException.class).hasMessage("first");
    }

    @Test
    void oneCallIsForOnePool() {
        assertThatThrownBy(() -> pool.map(x -> x == 1 ? SquaresTasks.square(x) : SumsTasks.two(x, x), List.of(1, 2))
                .await().indefinitely())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'numbers'")
                .hasMessageContaining("'squares'");
    }
}
