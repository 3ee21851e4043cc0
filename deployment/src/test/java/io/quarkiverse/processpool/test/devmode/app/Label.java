package io.quarkiverse.processpool.test.devmode.app;

public record Label(int size, String text) {
    // more
}
