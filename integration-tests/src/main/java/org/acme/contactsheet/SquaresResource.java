package org.acme.contactsheet;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.jboss.resteasy.reactive.RestQuery;

import io.quarkiverse.processpool.ProcessPool;
import io.smallrye.mutiny.Uni;

/** Squares of the first numbers, computed by workers in the two ways of Python's {@code multiprocessing}. */
@Path("squares")
public class SquaresResource {

    /** The last number whose square is an {@code int} is 46,340. */
    private static final int MOST = 46_341;

    @Inject
    ProcessPool pool;

    /** All at once: Python's {@code pool.map(square, range(n))}. */
    @GET
    public Uni<List<Integer>> squares(@RestQuery @DefaultValue("10") int upTo) {
        return pool.map(SquaresTasks::square, numbers(upTo));
    }

    /** One by one: Python's {@code [pool.apply_async(square, (x,)) for x in range(n)]} and then {@code get()} of each. */
    @GET
    @Path("async")
    public CompletionStage<List<Integer>> squaresOneByOne(@RestQuery @DefaultValue("10") int upTo) {
        List<CompletableFuture<Integer>> squares = numbers(upTo).stream()
                .map(x -> pool.applyAsync(SquaresTasks.square(x)).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(squares.toArray(CompletableFuture[]::new))
                .thenApply(done -> squares.stream().map(CompletableFuture::join).toList());
    }

    private static List<Integer> numbers(int upTo) {
        if (upTo < 0 || upTo > MOST) {
            throw new RefusedException(400, "Bad number", "upTo is a number from 0 to " + MOST + ", not " + upTo + ".");
        }
        return IntStream.range(0, upTo).boxed().toList();
    }
}
