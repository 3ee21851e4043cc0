package org.acme;

import java.time.Instant;

// tag::record[]
public record Scan(byte[] image, String language, Instant taken) {
}
// end::record[]
