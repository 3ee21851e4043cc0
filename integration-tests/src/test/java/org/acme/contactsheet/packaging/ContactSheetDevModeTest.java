package org.acme.contactsheet.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

import org.acme.contactsheet.Squares;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusDevModeTest;

/** In dev mode. */
class ContactSheetDevModeTest extends ContactSheetTests {

    private static final int PORT = freePort();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .setArchiveProducer(() -> ShrinkWrap.create(JavaArchive.class)
                    .addPackages(false, path -> !path.get().endsWith("Test.class") && !path.get().contains("Test$"), Squares.class.getPackage())
                    .addAsResource("META-INF/resources")
                    .addAsResource(new StringAsset(properties()), "application.properties"));

    @Override
    protected URI home() {
        return URI.create("http://localhost:" + PORT + "/");
    }

    private static String properties() {
        try (var properties = Squares.class.getResourceAsStream("/application.properties")) {
            return new String(properties.readAllBytes()) + "quarkus.http.port=" + PORT + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
