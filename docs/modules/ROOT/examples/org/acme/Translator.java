package org.acme;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.WorkerExit;
import io.quarkiverse.processpool.WorkerInit;

// tag::class[]
public class Translator {

    private final Map<String, String> words = new HashMap<>();
    private Writer unknown;

    @WorkerInit // <1>
    void load() throws IOException {
        for (String line : Files.readAllLines(Path.of("words.txt"))) {
            words.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        unknown = Files.newBufferedWriter(Path.of("unknown-" + ProcessHandle.current().pid() + ".txt"));
    }

    @InProcessPool
    public String translate(String word) throws IOException {
        if (!words.containsKey(word)) {
            unknown.write(word + "\n");
        }
        return words.getOrDefault(word, word);
    }

    @WorkerExit // <2>
    void save() throws IOException {
        unknown.close();
    }
}
// end::class[]
