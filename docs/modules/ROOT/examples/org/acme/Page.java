package org.acme;

import java.util.List;

// tag::record[]
public record Page(int number, List<String> lines) {
}
// end::record[]
