package io.quarkiverse.processpool.engine;

import java.util.concurrent.CompletableFuture;

import io.quarkiverse.processpool.Progress;

/** Parent side: a call that was submitted, and how far it has come. Can be used from any thread. */
public interface Call<R> {

    /** Cancelling it cancels the call. */
    CompletableFuture<R> future();

    /** How far it has come now; stays as it is when the call is done. */
    Progress progress();
}
