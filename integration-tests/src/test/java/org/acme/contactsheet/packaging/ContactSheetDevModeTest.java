package org.acme.contactsheet.packaging;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.acme.contactsheet.Squares;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

import io.quarkus.test.QuarkusDevModeTest;

/** In dev mode, which is started anew for each method of a test class: so all tests are one method here. */
class ContactSheetDevModeTest {

    private static final int PORT = freePort();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .setArchiveProducer(() -> ShrinkWrap.create(JavaArchive.class)
                    .addPackages(false, path -> !path.get().matches(".*Test(\\$.*)?\\.class"), Squares.class.getPackage())
                    .addAsResource("META-INF/resources")
                    .addAsResource(new StringAsset(properties()), "application.properties"))
            .setLogRecordPredicate(logged -> logged.getLoggerName().startsWith("org.acme."));

    @TestFactory
    Stream<DynamicTest> contactSheet() {
        ContactSheetTests tests = new ContactSheetTests() {
            @Override
            protected URI home() {
                return URI.create("http://localhost:" + PORT + "/");
            }
        };
        Stream<DynamicTest> shared = AnnotationSupport
                .findAnnotatedMethods(ContactSheetTests.class, Test.class, HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .map(test -> DynamicTest.dynamicTest(test.getName(), () -> ReflectionSupport.invokeMethod(test, tests)));
        return Stream.concat(shared, Stream.of(DynamicTest.dynamicTest("whatATaskLogsIsInTheLogOfTheApplication",
                () -> whatATaskLogsIsInTheLogOfTheApplication(tests.client()))));
    }

    private static void whatATaskLogsIsInTheLogOfTheApplication(Client client) throws Exception {
        client.post("thumbnails", Pictures.encoded("png", 91, 67, 1));

        await().atMost(Duration.ofMinutes(1)).until(() -> List.copyOf(APPLICATION.getLogRecords()).stream().anyMatch(
                logged -> (logged.getLevel() + " " + logged.getLoggerName() + " " + logged.getMessage())
                        .matches("DEBUG org\\.acme\\.contactsheet\\.Thumbnails \\[thumbnails-.*] 91 x 67 pixels")));
    }

    private static String properties() {
        try (InputStream properties = Squares.class.getResourceAsStream("/application.properties")) {
            return new String(properties.readAllBytes(), StandardCharsets.UTF_8) + "quarkus.http.port=" + PORT
                    + "\nquarkus.log.category.\"org.acme\".level=DEBUG\n";
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
