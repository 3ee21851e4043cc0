package io.quarkiverse.processpool.test.devmode.app;

import io.quarkiverse.processpool.InProcessPool;

public class Greeter {

    @InProcessPool(workers = 2)
    public static String greet(String name) {
        return "Hello " + name + " from " + ProcessHandle.current().pid();
    }
    // more
}
