package io.quarkiverse.processpool.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes of this machine by what stands in their environment, where the kernel shows it. */
public final class MarkedProcesses {

    private MarkedProcesses() {
    }

    /** The ids of those that have that text in their environment. */
    public static List<Long> with(String text) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .filter(path -> environment(path).contains(text))
                    .map(path -> Long.parseLong(path.getFileName().toString())).toList();
        }
    }

    private static String environment(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it is gone, or a zombie
        }
    }
}
