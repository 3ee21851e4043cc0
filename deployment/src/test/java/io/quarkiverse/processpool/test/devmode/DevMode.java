package io.quarkiverse.processpool.test.devmode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

import org.jboss.shrinkwrap.api.asset.StringAsset;

import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.devmode.app.Greeter;
import io.quarkiverse.processpool.test.devmode.app.GreeterResource;
import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;

/** The greeter in dev mode, on a port that was free. */
final class DevMode {

    private static final int PORT = freePort();

    private DevMode() {
    }

    static QuarkusDevModeTest withConfiguration(String properties) {
        return withConfiguration(properties, Greeter.class, GreeterResource.class);
    }

    static QuarkusDevModeTest withConfiguration(String properties, Class<?>... classes) {
        return new QuarkusDevModeTest().withApplicationRoot(archive -> {
            Apps.of(classes).accept(archive);
            archive.addAsResource(new StringAsset("quarkus.http.port=" + PORT + "\n" + properties), "application.properties");
        });
    }

    static String get(String path) {
        return get(path, 200);
    }

    static String get(String path, int status) {
        return RestAssured.given().port(PORT).get(path).then().statusCode(status).extract().asString();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
