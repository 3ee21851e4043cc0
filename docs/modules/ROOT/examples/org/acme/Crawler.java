package org.acme;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import io.quarkiverse.processpool.ChildProcess;

// tag::class[]
public class Crawler extends ChildProcess {

    private static final long serialVersionUID = 1L;

    private final String url; // <1>
    private final String file;

    public Crawler(String url, Path file) {
        this.url = url;
        this.file = file.toString();
    }

    @Override
    protected void run() throws Exception { // <2>
        try (var page = URI.create(url).toURL().openStream()) {
            Files.write(Path.of(file), page.readAllBytes());
        }
    }
}
// end::class[]
