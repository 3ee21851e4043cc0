package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker waits for a method that answers later, and throws what that failed with as if it had been thrown directly. */
class ResultsTest {

    @Test
    void theValue() throws Exception {
        assertThat(Results.await(CompletableFuture.completedFuture(5))).isEqualTo(5);
        assertThat(Results.<Object> await(CompletableFuture.completedStage(null))).isNull();
    }

    @Test
    void noStageIsNoValue() throws Exception {
        assertThat(Results.<Object> await(null)).isNull();
    }

    @Test
    @Timeout(30)
    void aValueThatComesLater() throws Exception {
        assertThat(Results.await(CompletableFuture.supplyAsync(() -> "later"))).isEqualTo("later");
    }

    @Test
    void theFailureIsThatOfTheMethod() {
        assertThatThrownBy(() -> Results.await(CompletableFuture.failedStage(new IOException("why"))))
                .isExactlyInstanceOf(IOException.class).hasMessage("why");
        assertThatThrownBy(() -> Results.await(CompletableFuture.failedStage(new AssertionError("why"))))
                .isExactlyInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Results.await(CompletableFuture.completedFuture(1).thenApply(i -> {
            throw new IllegalStateException("in a step");
        }))).isExactlyInstanceOf(IllegalStateException.class).hasMessage("in a step");
    }

    @Test
    void aCancelledStageSaysSo() {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        stage.cancel(false);
        assertThatThrownBy(() -> Results.await(stage)).isInstanceOf(CancellationException.class);
    }
}
