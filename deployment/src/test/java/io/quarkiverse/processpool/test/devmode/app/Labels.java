package io.quarkiverse.processpool.test.devmode.app;

import io.quarkiverse.processpool.InProcessPool;

public class Labels {

    @InProcessPool
    public static String print(Label label) {
        return label.toString();
    }
}
