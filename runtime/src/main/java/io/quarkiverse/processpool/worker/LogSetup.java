package io.quarkiverse.processpool.worker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.logging.LogManager;

import io.quarkiverse.processpool.wire.LogLevels;

/**
 * Worker side: sets the logging of the JDK up, which makes one of these at its first use because the property
 * {@code java.util.logging.config.class} says so.
 */
public final class LogSetup {

    /** Does it. */
    public LogSetup() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("handlers", LogHandler.class.getName());
        for (Map.Entry<String, Integer> level : LogLevels.read().entrySet()) {
            properties.setProperty(level.getKey().concat(".level"), level.getValue().toString());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        properties.store(bytes, null);
        LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
