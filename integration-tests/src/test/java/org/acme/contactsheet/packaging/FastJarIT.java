package org.acme.contactsheet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

/** As the build left it. */
class FastJarIT extends ProcessTests {

    @Override
    Path jar() {
        Path jar = Path.of(System.getProperty("fast-jar")).resolve("quarkus-run.jar");
        assertThat(jar).isRegularFile();
        return jar;
    }

    @Test
    void itsWorkersStartFromTheArchiveThatTheBuildHasMade() throws Exception {
        client().get("squares");
        int workers = 0;
        for (JsonNode pool : client().get("pools").json()) {
            for (JsonNode worker : pool.path("workers")) {
                if (List.of("IDLE", "BUSY").contains(worker.path("state").asText())) {
                    assertThat(mapped(worker.path("pid").asLong())).contains("/quarkus/process-pool.jsa");
                    workers++;
                }
            }
        }
        assertThat(workers).isPositive();
    }

    private static String mapped(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/maps"));
    }
}
