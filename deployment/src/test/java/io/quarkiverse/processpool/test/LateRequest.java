package io.quarkiverse.processpool.test;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A request for a task, which is under way when the application stops; its answer is asked for when it has stopped. */
public final class LateRequest {

    /** Among the properties of the system, because the test and what looks at it later have different class loaders. */
    private static final String KEY = "io.quarkiverse.processpool.test.late";

    private LateRequest() {
    }

    /** @param time that the task takes */
    static void begin(URL url, Duration time) {
        Path running = Scratch.file("running");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "?running=" + running + "&millis=" + time.toMillis()))
                .build();
        CompletableFuture<String> answer = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .handle((response, failure) -> failure == null ? response.statusCode() + " " + response.body()
                        : failure.toString());
        System.getProperties().put(KEY, answer);
        Scratch.awaitPid(running);
    }

    /** The status and the body, or what the client threw. */
    @SuppressWarnings("unchecked")
    static String answer() {
        try {
            return ((CompletableFuture<String>) System.getProperties().remove(KEY)).get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
