package io.quarkiverse.processpool.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPOutputStream;

import org.acme.Crawler;
import org.acme.Failures;
import org.acme.OwnPools;
import org.acme.SquaresTest;
import org.acme.ThumbnailsTasks;
import org.acme.Unpacking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.Task;

/** Runs the examples that need no application around them, and the unit test that the tutorial shows. */
@Timeout(120)
class ExamplesTest extends SquaresTest {

    @TempDir
    Path directory;

    @Test
    void aPoolMadeByCode() throws Exception {
        assertThat(OwnPools.squares(List.of(1, 2, 3))).containsExactly(1, 4, 9);
    }

    @Test
    void aStreamThatIsLargerThanItsWorker() throws Exception {
        Path archive = directory.resolve("zeros.gz");
        byte[] megabyte = new byte[1 << 20];
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            for (int i = 0; i < 200; i++) {
                out.write(megabyte);
            }
        }
        assertThat(Unpacking.unpackedSize(archive)).isEqualTo(200L << 20);
    }

    @Test
    void aTextThatIsReadHereAndCountedThere() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "to be or not to be\n".repeat(100_000));
        try (OwnedPool pool = ProcessPools.create("archives", settings -> settings.workers(1).heap("32m"))) {
            assertThat(Unpacking.words(pool, text).await().atMost(Duration.ofSeconds(60))).isEqualTo(600_000);
        }
    }

    /** The table of the failures: what each way to wait for a result makes of what the method has thrown. */
    @Test
    void aFailureByEachWayToWaitForIt() {
        byte[] noImage = {};
        try (OwnedPool pool = ProcessPools.create("images", settings -> settings.workers(1))) {
            Task<byte[]> checked = ThumbnailsTasks.thumbnail(noImage, 160);
            Task<byte[]> unchecked = ThumbnailsTasks.thumbnail(null, 160);
            assertThatThrownBy(() -> pool.apply(checked).await().indefinitely())
                    .isExactlyInstanceOf(CompletionException.class).cause().isExactlyInstanceOf(IOException.class);
            assertThatThrownBy(() -> pool.apply(unchecked).await().indefinitely())
                    .isExactlyInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> Failures.thumbnailNow(pool, noImage)).isExactlyInstanceOf(IOException.class)
                    .hasMessage("not an image");
            assertThat(pool.apply(checked).onFailure().recoverWithItem(ExamplesTest::nameOf).await().indefinitely())
                    .asString(StandardCharsets.UTF_8).isEqualTo(IOException.class.getName());

            CompletableFuture<byte[]> future = pool.applyAsync(checked).toCompletableFuture();
            assertThat(future.handle((result, failure) -> failure).join()).isExactlyInstanceOf(IOException.class);
            assertThat(future.thenApply(result -> result).handle((result, failure) -> failure).join())
                    .isExactlyInstanceOf(CompletionException.class).hasCauseExactlyInstanceOf(IOException.class);
            assertThatThrownBy(future::join).isExactlyInstanceOf(CompletionException.class)
                    .hasCauseExactlyInstanceOf(IOException.class);
            assertThatThrownBy(future::get).isExactlyInstanceOf(ExecutionException.class)
                    .hasCauseExactlyInstanceOf(IOException.class);
        }
    }

    private static byte[] nameOf(Throwable failure) {
        return failure.getClass().getName().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aSubclassOfChildProcess() throws Exception {
        Path page = Files.writeString(directory.resolve("page"), "read");
        Path copy = directory.resolve("copy");
        ChildProcess crawler = new Crawler(page.toUri().toString(), copy);
        crawler.start();
        assertThat(crawler.join(Duration.ofSeconds(60))).isTrue();
        assertThat(crawler.exitCode()).hasValue(0);
        assertThat(copy).hasContent("read");
    }
}
