package org.acme.contactsheet.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import org.acme.contactsheet.packaging.Client.Answer;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What holds in every packaging of the application. Each packaging is a class of its own that says where the application is.
 */
public abstract class ContactSheetTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where the application answers. */
    protected abstract URI home();

    protected final Client client() {
        return new Client(home());
    }

    @Test
    void squares() throws Exception {
        Answer answer = client().get("squares?upTo=10");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().toString()).isEqualTo("[0,1,4,9,16,25,36,49,64,81]");
    }

    @Test
    void squaresOneByOne() throws Exception {
        Answer answer = client().get("squares/async?upTo=10");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().toString()).isEqualTo("[0,1,4,9,16,25,36,49,64,81]");
    }

    @Test
    void manySquares() throws Exception {
        JsonNode squares = client().get("squares?upTo=46341").json();

        assertThat(squares).hasSize(46_341);
        assertThat(squares.get(46_340).asInt()).isEqualTo(2_147_395_600);
        assertThat(client().get("squares?upTo=-1").status()).isEqualTo(400);
    }

    @Test
    void aThumbnailComesFromAWorker() throws Exception {
        thumbnailIsMade();

        JsonNode pool = pool("thumbnails");
        assertThat(pool.path("completed").asLong()).isPositive();
        assertThat(pool.path("workers")).isNotEmpty();
    }

    @Test
    void aWidthThatMakesNoSenseIsRefused() throws Exception {
        Answer answer = client().post("thumbnails?width=0", picture());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("cause").asText()).isEqualTo("width is a number from 1 to 2048, not 0.");
    }

    @Test
    void aPngBombIsRefused() throws Exception {
        refused(Bombs.png(), 413, "Picture too large", "It unpacks to 60,000 × 60,000 pixels");
    }

    @Test
    void aJpegBombIsRefused() throws Exception {
        refused(Bombs.jpeg(), 413, "Picture too large", "It unpacks to 65,000 × 65,000 pixels");
    }

    @Test
    void aBombThatTheApplicationDoesNotSeeMeetsTheHeapOfTheWorker() throws Exception {
        refused(Bombs.wideRows(), 413, "Picture too large", "Unpacking it takes more memory than a worker may use.");
    }

    @Test
    void aTruncatedPictureIsRefused() throws Exception {
        refused(Pictures.truncated(picture()), 422, "Broken picture", "The file ends in the middle of the picture.");
        refused(Pictures.truncated(Pictures.encoded("jpeg", 800, 600, 2)), 422, "Broken picture",
                "The file ends in the middle of the picture.");
    }

    @Test
    void aTextIsRefused() throws Exception {
        refused(Pictures.text(), 415, "Not a picture", "It does not begin like a PNG, JPEG, GIF or BMP file.");
    }

    @Test
    void poolsAreShown() throws Exception {
        client().get("squares");
        thumbnailIsMade();

        // A worker of the test before may just be ending, or its substitute starting.
        await().atMost(PATIENCE).untilAsserted(() -> poolsAreComplete(client().get("pools").json()));
    }

    private static void poolsAreComplete(JsonNode pools) {
        assertThat(pools).extracting(pool -> pool.path("name").asText()).containsExactly("squares", "thumbnails");
        for (JsonNode pool : pools) {
            assertThat(pool.path("health").asText()).isEqualTo("UP");
            assertThat(pool.path("size").asInt()).isEqualTo(5);
            assertThat(pool.path("queueLength").isInt()).isTrue();
            assertThat(pool.path("workers")).isNotEmpty().hasSizeLessThanOrEqualTo(5).allSatisfy(worker -> {
                assertThat(worker.path("name").asText()).startsWith(pool.path("name").asText() + "-");
                assertThat(ProcessHandle.of(worker.path("pid").asLong())).isPresent();
                assertThat(worker.path("state").asText()).isIn("LAUNCHING", "IDLE", "BUSY", "STOPPING", "DEAD");
                assertThat(worker.path("tasksDone").isIntegralNumber()).isTrue();
                assertThat(worker.path("age").asDouble()).isPositive();
                assertThat(worker.path("residentBytes").asLong()).isGreaterThan(10_000_000);
            });
        }
    }

    @Test
    void theHeapOfThePoolReachesItsWorkers() throws Exception {
        thumbnailIsMade();

        // With the class path it is too long for arguments(), which knows none then.
        assertThat(livingWorker().info().commandLine().orElseThrow()).contains("-Xmx256m");
    }

    @Test
    void aSheetGoesOnWhenItsWorkersAreKilled() throws Exception {
        Map<String, byte[]> pictures = largePictures(24);
        List<JsonNode> tiles = new ArrayList<>();
        List<Long> killed = new ArrayList<>();

        Iterator<JsonNode> arriving = client().sheet(200, pictures).iterator();
        while (arriving.hasNext()) {
            tiles.add(arriving.next());
            if (tiles.size() == 2 || tiles.size() == 6) {
                killed.add(killBusyWorkerOtherThan(killed));
            }
        }

        assertThat(killed).doesNotHaveDuplicates();
        assertThat(tiles).extracting(tile -> tile.path("index").asInt()).doesNotHaveDuplicates().hasSize(24);
        assertThat(tiles).allSatisfy(tile -> {
            assertThat(tile.has("refusal")).as(tile.path("refusal").toString()).isFalse();
            assertThat(tile.path("name").asText()).isEqualTo("picture-" + tile.path("index").asInt() + ".jpg");
            assertThat(Pictures.decoded(tile.path("thumbnail").path("png").binaryValue()).getWidth()).isEqualTo(200);
        });
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(pool("thumbnails").path("workers"))
                .extracting(worker -> worker.path("pid").asLong()).doesNotContainAnyElementsOf(killed));
    }

    @Test
    void aSheetTellsForEachPictureWhatIsWrongWithIt() throws Exception {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("good.png", picture());
        pictures.put("letter.txt", Pictures.text());
        pictures.put("bomb.png", Bombs.png());
        pictures.put("half.png", Pictures.truncated(picture()));

        Map<String, String> outcomes = new LinkedHashMap<>();
        client().sheet(200, pictures)
                .forEach(tile -> outcomes.put(tile.path("name").asText(), tile.path("refusal").path("error").asText()));

        assertThat(outcomes).containsOnly(Map.entry("good.png", ""), Map.entry("letter.txt", "Not a picture"),
                Map.entry("bomb.png", "Picture too large"), Map.entry("half.png", "Broken picture"));
    }

    @Test
    void theKillButtonKillsAWorkerAndNothingElse() throws Exception {
        thumbnailIsMade();
        ProcessHandle worker = livingWorker();

        assertThat(client().post("workers/" + worker.pid() + "/kill", new byte[0]).status()).isEqualTo(204);
        await().atMost(PATIENCE).until(() -> !worker.isAlive());
        thumbnailIsMade();

        Answer self = client().post("workers/" + ProcessHandle.current().pid() + "/kill", new byte[0]);
        assertThat(self.status()).isEqualTo(404);
        assertThat(self.json().path("error").asText()).isEqualTo("No such worker");
    }

    @Test
    void thePageIsServed() throws Exception {
        Answer page = client().get("");

        assertThat(page.status()).isEqualTo(200);
        assertThat(new String(page.body(), StandardCharsets.UTF_8)).contains("<title>Contact sheet</title>");
        assertThat(client().get("js/contact-sheet.js").type()).contains("javascript");
    }

    private void refused(byte[] picture, int status, String error, String cause) throws Exception {
        Answer answer = client().post("thumbnails?width=160", picture);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/json");
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
        assertThat(answer.json().path("cause").asText()).startsWith(cause);
        thumbnailIsMade();
    }

    /** The next picture works. */
    private void thumbnailIsMade() throws IOException, InterruptedException {
        Answer answer = client().post("thumbnails?width=160", picture());

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("image/png");
        BufferedImage thumbnail = Pictures.decoded(answer.body());
        assertThat(thumbnail.getWidth()).isEqualTo(160);
        assertThat(thumbnail.getHeight()).isEqualTo(120);
    }

    private long killBusyWorkerOtherThan(List<Long> killed) {
        AtomicLong pid = new AtomicLong();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            for (JsonNode worker : pool("thumbnails").path("workers")) {
                pid.set(worker.path("pid").asLong());
                if (worker.path("state").asText().equals("BUSY") && !killed.contains(pid.get())) {
                    return ProcessHandle.of(pid.get()).map(ProcessHandle::destroyForcibly).orElse(false);
                }
            }
            return false;
        });
        return pid.get();
    }

    /** One that has a process and serves: others may just be starting, or ending. */
    private ProcessHandle livingWorker() {
        return await().atMost(PATIENCE).until(() -> {
            for (JsonNode worker : pool("thumbnails").path("workers")) {
                ProcessHandle process = ProcessHandle.of(worker.path("pid").asLong()).orElse(null);
                if (process != null && process.isAlive() && worker.path("state").asText().matches("IDLE|BUSY")) {
                    return process;
                }
            }
            return null;
        }, Objects::nonNull);
    }

    private JsonNode pool(String name) throws IOException, InterruptedException {
        for (JsonNode pool : client().get("pools").json()) {
            if (pool.path("name").asText().equals(name)) {
                return pool;
            }
        }
        throw new AssertionError("There is no pool " + name);
    }

    private static byte[] picture() throws IOException {
        return Pictures.encoded("png", 800, 600, 1);
    }

    /** Each takes a worker long enough to be killed over it. */
    private static Map<String, byte[]> largePictures(int count) throws IOException {
        byte[] jpeg = Pictures.encoded("jpeg", 6000, 4000, 7);
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            pictures.put("picture-" + i + ".jpg", jpeg);
        }
        return pictures;
    }
}
