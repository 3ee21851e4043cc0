package io.quarkiverse.processpool;

import java.util.concurrent.CompletionStage;

import io.smallrye.mutiny.Multi;

/** A call that was submitted and can be watched. Can be used from any thread. */
public interface Tracked<R> {

    /** What it gives; as that of {@link ProcessPool#applyAsync}: cancelling its future cancels the call. */
    CompletionStage<R> result();

    /** How far it has come now. */
    Progress progress();

    /**
     * How far it has come, ten times a second as long as there is something new, and once more when it is done. A subscriber
     * that is slow gets only the latest. Its items arrive on the context of the subscriber, where that has one; cancelling
     * the subscription does not cancel the call.
     */
    Multi<Progress> updates();
}
