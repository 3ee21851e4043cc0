package org.acme.contactsheet;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.quarkiverse.processpool.HeapExhaustedException;
import io.quarkiverse.processpool.TaskRejectedException;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;

/**
 * Why something was not done, in words for the one who asked for it.
 *
 * @param status of the HTTP answer
 * @param error what it is, in a few words
 * @param cause how it came to be, in a sentence
 */
public record Refusal(@JsonIgnore int status, String error, String cause) {

    private static final Logger LOG = Logger.getLogger(Refusal.class);

    /** Exit code of a worker whose heap was too small even for saying so. */
    /** What the failure of a task means to the one who sent the picture. */
    static Refusal of(Throwable failure) {
        if (failure instanceof RefusedException e) {
            return e.refusal();
        } else if (failure instanceof NotAPictureException) {
            return new Refusal(415, "Not a picture", failure.getMessage());
        } else if (failure instanceof BrokenPictureException) {
            return new Refusal(422, "Broken picture", failure.getMessage());
        } else if (failure instanceof PictureTooLargeException) {
            return new Refusal(413, "Picture too large", failure.getMessage());
        } else if (failure instanceof HeapExhaustedException) {
            return tooMuchMemory();
        } else if (failure instanceof TaskTimeoutException e) {
            return new Refusal(422, "Picture takes too long",
                    "It was not unpacked after " + e.timeout().toMillis() / 1000.0 + " s, so its worker was ended.");
        } else if (failure instanceof WorkerDiedException e) {
            return ofDeath(e);
        } else if (failure instanceof TaskRejectedException) {
            return new Refusal(503, "Too busy", "Too many pictures are waiting; try again later.");
        }
        LOG.error("A task failed for a reason that its caller cannot know", failure);
        return new Refusal(500, "Internal error", "Something failed that is not the fault of the picture; see the log.");
    }

    private static Refusal ofDeath(WorkerDiedException death) {
        LOG.warn(death.getMessage());
        String how = death.signal().isPresent() ? "by signal " + death.signal().getAsInt()
                : "with exit code " + death.exitCode().orElse(-1);
        int deaths = 1 + death.getSuppressed().length;
        return new Refusal(503, "Worker died",
                "Its worker died " + how + (deaths == 1 ? "." : ", and so did the " + (deaths - 1) + " before it."));
    }

    private static Refusal tooMuchMemory() {
        return new Refusal(413, "Picture too large", "Unpacking it takes more memory than a worker may use.");
    }
}
