package io.quarkiverse.processpool.test.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.processpool.ChildProcess;

/** A child process by subclassing: says by a file that it runs, and stays until it is ended, or until another file is there. */
public class Visitor extends ChildProcess {

    private static final long serialVersionUID = 1L;

    private final String running;
    private final String gate;

    /** @param gate null to stay for ever */
    public Visitor(Path running, Path gate) {
        this.running = running.toString();
        this.gate = gate == null ? null : gate.toString();
    }

    @Override
    protected void run() throws IOException, InterruptedException {
        Files.writeString(Path.of(running), Long.toString(ProcessHandle.current().pid()));
        if (gate == null) {
            new CountDownLatch(1).await();
        }
        while (!Files.exists(Path.of(gate))) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        Files.writeString(Path.of(gate), "done");
    }
}
