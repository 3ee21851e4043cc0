package org.acme.contactsheet.packaging;

import java.net.URI;

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
}
