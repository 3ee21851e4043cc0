package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.Task;
import io.quarkus.test.QuarkusUnitTest;

/** The configuration of the application is read in a worker with the profile of the application. */
class ConfigurationInWorkersTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(archive -> {
        Apps.of(Settings.class).accept(archive);
        archive.addAsResource(new StringAsset("my.key=hello\n%test.my.key=test-value\n%prod.my.key=prod-value\n"),
                "application.properties");
    });

    @Inject
    ProcessPool pool;

    public static class Settings {

        @InProcessPool(workers = 1)
        public static String value(String key) {
            return ConfigProvider.getConfig().getOptionalValue(key, String.class).orElse("");
        }
    }

    @Test
    void aWorkerHasTheProfile() throws Exception {
        Task<String> task = ConfigurationInWorkersTest_SettingsTasks.value("my.key");
        assertThat(task.call()).as("in place").isEqualTo("test-value");
        assertThat(pool.apply(task).await().indefinitely()).as("in a worker").isEqualTo("test-value");
    }
}
