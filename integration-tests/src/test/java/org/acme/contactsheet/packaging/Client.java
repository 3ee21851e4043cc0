package org.acme.contactsheet.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Talks to the application as a browser does. */
public final class Client {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "a-boundary-that-is-in-no-picture";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI home;

    public Client(URI home) {
        this.home = home;
    }

    /** What the application answered. */
    public record Answer(int status, String type, byte[] body) {

        public JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        @Override
        public String toString() {
            return status + " " + type + (type.contains("json") ? " " + new String(body, StandardCharsets.UTF_8) : "");
        }
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    public Answer post(String path, byte[] body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/octet-stream").POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    /** The tiles of a sheet, each as soon as the application sends it. */
    public Stream<JsonNode> sheet(int width, Map<String, byte[]> pictures) throws IOException, InterruptedException {
        HttpRequest request = request("thumbnails/sheet?width=" + width)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form(pictures))).build();
        HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new IOException("The application answered " + response.statusCode());
        }
        return response.body().filter(line -> line.startsWith("data:")).map(line -> parsed(line.substring("data:".length())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(home.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""), response.body());
    }

    private static byte[] form(Map<String, byte[]> pictures) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
            String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"picture\"; filename=\""
                    + picture.getKey()
                    + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
            form.write(head.getBytes(StandardCharsets.UTF_8));
            form.write(picture.getValue());
            form.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        form.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }
}
