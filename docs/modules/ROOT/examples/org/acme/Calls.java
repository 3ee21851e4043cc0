package org.acme;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import jakarta.inject.Inject;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.tuples.Tuple3;

/** One call of each kind, for the tables of the documentation. */
public class Calls {

    // tag::inject[]
    @Inject
    ProcessPool pool;
    // end::inject[]

    // tag::named[]
    @Inject
    @PoolName("images")
    ProcessPool images;
    // end::named[]

    Uni<Integer> apply() {
        // tag::apply[]
        Uni<Integer> square = pool.apply(SquaresTasks.square(7));
        // end::apply[]
        return square;
    }

    int await() {
        // tag::await[]
        int square = pool.apply(SquaresTasks.square(7)).await().indefinitely();
        // end::await[]
        return square;
    }

    CompletionStage<Integer> applyAsync() {
        // tag::apply-async[]
        CompletionStage<Integer> square = pool.applyAsync(SquaresTasks.square(7));
        // end::apply-async[]
        return square;
    }

    void callbacks() {
        // tag::callbacks[]
        pool.applyAsync(SquaresTasks.square(7))
                .thenAccept(square -> System.out.println(square))
                .exceptionally(failure -> {
                    System.err.println(failure);
                    return null;
                });
        // end::callbacks[]
    }

    Uni<List<Integer>> map(List<Integer> numbers) {
        // tag::map[]
        Uni<List<Integer>> squares = pool.map(SquaresTasks::square, numbers);
        // end::map[]
        return squares;
    }

    Uni<List<Integer>> chunks(List<Integer> numbers) {
        // tag::chunks[]
        Uni<List<Integer>> squares = pool.inChunksOf(20).map(SquaresTasks::square, numbers);
        // end::chunks[]
        return squares;
    }

    CompletionStage<List<Integer>> mapAsync(List<Integer> numbers) {
        // tag::map-async[]
        CompletionStage<List<Integer>> squares = pool.mapAsync(SquaresTasks::square, numbers);
        // end::map-async[]
        return squares;
    }

    Uni<List<Double>> starmap() {
        // tag::starmap[]
        Uni<List<Double>> powers = pool.starmap(PowerTasks::pow,
                List.of(Map.entry(2.0, 8), Map.entry(3.0, 4)));
        // end::starmap[]
        return powers;
    }

    Uni<List<Integer>> starmap3() {
        // tag::starmap3[]
        Uni<List<Integer>> remainders = pool.starmap(PowerTasks::powMod,
                List.of(Tuple3.of(2, 8, 7), Tuple3.of(3, 4, 7)));
        // end::starmap3[]
        return remainders;
    }

    Multi<Integer> imap(Iterable<Integer> numbers) {
        // tag::imap[]
        Multi<Integer> squares = pool.imap(SquaresTasks::square, numbers);
        // end::imap[]
        return squares;
    }

    Multi<Integer> imapUnordered(Multi<Integer> numbers) {
        // tag::imap-unordered[]
        Multi<Integer> squares = pool.imapUnordered(SquaresTasks::square, numbers);
        // end::imap-unordered[]
        return squares;
    }

    Uni<byte[]> fixed(byte[] picture) {
        // tag::fixed-argument[]
        Uni<List<byte[]>> thumbnails = pool.map(image -> ThumbnailsTasks.thumbnail(image, 160),
                List.of(picture));
        // end::fixed-argument[]
        return thumbnails.map(all -> all.get(0));
    }

    Uni<Integer> waitAtMost() {
        // tag::wait[]
        Uni<Integer> square = pool.apply(SquaresTasks.square(7))
                .ifNoItem().after(Duration.ofSeconds(1)).fail();
        // end::wait[]
        return square;
    }

    void cancel() {
        // tag::cancel[]
        CompletionStage<Integer> square = pool.applyAsync(SquaresTasks.square(7));
        square.toCompletableFuture().cancel(true);
        // end::cancel[]
    }
}
