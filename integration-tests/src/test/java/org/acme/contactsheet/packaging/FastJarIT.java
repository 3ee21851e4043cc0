package org.acme.contactsheet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** As the build left it. */
@QuarkusIntegrationTest
class FastJarIT extends ContactSheetTests {

    @TestHTTPResource
    URI home;

    @Override
    protected URI home() {
        return home;
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
