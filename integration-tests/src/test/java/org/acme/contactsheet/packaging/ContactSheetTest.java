package org.acme.contactsheet.packaging;

import java.net.URI;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** In the JVM of the test. */
@QuarkusTest
class ContactSheetTest extends ContactSheetTests {

    @TestHTTPResource
    URI home;

    @Override
    protected URI home() {
        return home;
    }
}
