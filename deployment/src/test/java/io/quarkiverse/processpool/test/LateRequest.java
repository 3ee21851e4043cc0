package io.quarkiverse.processpool.test;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A request for a task, which is under way when the application stops; its answer is asked for when it has stopped. It comes by
 * HTTP/1.1, because an HTTP/2 server that ends lets it come to an end, if the client does, too (that of JDK 24 and newer).
 */
public final class LateRequest {

    /** Among the properties of the system, because the test and what looks at it later have different class loaders. */
    private static final String KEY = "io.quarkiverse.processpool.test.late";

    static final String CUT_OFF = "cut off";

    private LateRequest() {
    }

    /** @param time that the task takes */
    static void begin(URL url, Duration time) {
        Path running = Scratch.file("running");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "?running=" + running + "&millis=" + time.toMillis()))
                .build();
        CompletableFuture<String> answer = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> response.statusCode() + " " + response.body())
                .exceptionally(LateRequest::cause);
        System.getProperties().put(KEY, answer);
        Scratch.awaitPid(running);
    }

    /** A client that was cut off may try again, and not be able to connect. */
    private static String cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof IOException ? CUT_OFF : failure.toString();
    }

    /** The status and the body, {@link #CUT_OFF}, or what the client threw. */
    @SuppressWarnings("unchecked")
    static String answer() {
        try {
            return ((CompletableFuture<String>) System.getProperties().remove(KEY)).get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
