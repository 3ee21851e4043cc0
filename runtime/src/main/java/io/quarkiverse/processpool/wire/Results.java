package io.quarkiverse.processpool.wire;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Worker side: waits for a method that answers with a {@link CompletionStage}. */
public final class Results {

    private Results() {
    }

    /** The value of the stage, or what it failed with as it was thrown. */
    public static <R> R await(CompletionStage<R> stage) throws Exception {
        try {
            return stage == null ? null : stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Exception exception) {
                throw exception;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
