package io.quarkiverse.processpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the figures were measured on. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private Machine() {
    }

    static String description() throws IOException {
        return Runtime.getRuntime().availableProcessors() + " cores" + field(PROCESSORS, "model name", " (", ")")
                + memory() + ", " + System.getProperty("os.name") + ' ' + System.getProperty("os.version").split("-")[0]
                + ", JDK " + Runtime.version() + ", " + LocalDate.now(ZoneOffset.UTC);
    }

    private static String memory() throws IOException {
        String kibibytes = field(MEMORY, "MemTotal", "", "").replaceAll("[^0-9]", "");
        return kibibytes.isEmpty() ? "" : ", " + Math.round(Long.parseLong(kibibytes) / 1048576.0) + " GiB";
    }

    private static String field(Path file, String name, String before, String after) throws IOException {
        if (!Files.isReadable(file)) {
            return "";
        }
        return Files.readAllLines(file).stream().filter(line -> line.startsWith(name)).findFirst()
                .map(line -> before + line.substring(line.indexOf(':') + 1).strip() + after).orElse("");
    }
}
