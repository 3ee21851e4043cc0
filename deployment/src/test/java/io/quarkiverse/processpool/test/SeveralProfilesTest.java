package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.test.ConfigurationInWorkersTest.Settings;
import io.quarkus.test.QuarkusUnitTest;

/** Of several profiles the same one wins in a worker as in the application. */
class SeveralProfilesTest {

    private static final String PROFILE = "quarkus.test.profile";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .setBeforeAllCustomizer(() -> System.setProperty(PROFILE, "one,two"))
            .setAfterAllCustomizer(() -> System.clearProperty(PROFILE))
            .withApplicationRoot(archive -> {
                Apps.of(Settings.class).accept(archive);
                archive.addAsResource(new StringAsset("%one.my.key=1\n%two.my.key=2\n%one.only=one\n"),
                        "application.properties");
            });

    @Inject
    ProcessPool pool;

    @Test
    void theSameOneWins() throws Exception {
        for (String key : new String[] { "my.key", "only" }) {
            Task<String> task = ConfigurationInWorkersTest_SettingsTasks.value(key);
            assertThat(task.call()).isNotEmpty();
            assertThat(pool.apply(task).await().indefinitely()).as(key).isEqualTo(task.call());
        }
    }
}
