package org.acme.contactsheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;

import org.acme.contactsheet.packaging.Client;
import org.acme.contactsheet.packaging.Pictures;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A picture that takes too long is given up, with its worker. */
@QuarkusTest
@TestProfile(TimeoutTest.Impatient.class)
class TimeoutTest {

    @TestHTTPResource
    URI home;

    @Test
    void aPictureThatTakesTooLongIsRefused() throws Exception {
        Client client = new Client(home);

        Client.Answer answer = client.post("thumbnails", Pictures.encoded("png", 6000, 4000, 1));

        assertThat(answer.status()).isEqualTo(422);
        JsonNode refusal = answer.json();
        assertThat(refusal.path("error").asText()).isEqualTo("Picture takes too long");
        assertThat(refusal.path("cause").asText()).isEqualTo("It was not unpacked after 0.02 s, so its worker was ended.");
    }

    public static class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.process-pool.\"thumbnails\".task-timeout", "20ms");
        }
    }
}
