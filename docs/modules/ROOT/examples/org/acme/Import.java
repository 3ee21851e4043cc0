package org.acme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.TaskContext;

// tag::class[]
public class Import {

    @InProcessPool
    public static int read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            TaskContext.current().checkCancelled(); // <1>
            store(lines.get(i));
            TaskContext.current().progress(i + 1, lines.size()); // <2>
        }
        return lines.size();
    }
    // end::class[]

    private static void store(String line) {
        System.out.println(line);
    }
}
