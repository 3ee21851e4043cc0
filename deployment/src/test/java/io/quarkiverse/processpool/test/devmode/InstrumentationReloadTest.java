package io.quarkiverse.processpool.test.devmode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.Workers;
import io.quarkiverse.processpool.test.devmode.app.Greeter;
import io.quarkus.changeagent.ClassChangeAgent;
import io.quarkus.test.QuarkusDevModeTest;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Dev mode that redefines classes without a restart of the application still makes workers run the new code. */
class InstrumentationReloadTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = DevMode
            .withConfiguration("quarkus.live-reload.instrumentation=true\n")
            .setLogRecordPredicate(record -> record.getMessage().contains("via instrumentation"));

    @BeforeAll
    static void agent() {
        ClassChangeAgent.premain(null, ByteBuddyAgent.install());
    }

    @Test
    void workersRunTheNewCode() {
        String before = DevMode.get("/greeter");
        assertThat(before).startsWith("Hello ");

        for (int i = 1; i <= 2; i++) {
            String old = i == 1 ? "Hello" : "Hello1";
            String now = "Hello" + i;
            APP.modifySourceFile(Greeter.class, source -> source.replace('"' + old + " ", '"' + now + " "));

            assertThat(DevMode.get("/greeter")).startsWith(now + " ");
        }
        assertThat(APP.getLogRecords()).anyMatch(record -> record.getMessage().contains("via instrumentation"));
        Workers.awaitEndOf(Long.parseLong(before.substring(before.lastIndexOf(' ') + 1)));
    }
}
