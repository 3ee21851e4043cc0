package io.quarkiverse.processpool.test.devmode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.Workers;
import io.quarkiverse.processpool.test.devmode.app.Greeter;
import io.quarkiverse.processpool.test.devmode.app.GreeterResource;
import io.quarkus.test.QuarkusDevModeTest;

/** Dev mode: after a change the next call runs the new code with the new settings, and no old worker is left. */
class ReloadTest {

    private static final int RELOADS = 50;

    @RegisterExtension
    static final QuarkusDevModeTest APP = DevMode
            .withConfiguration("quarkus.process-pool.idle-timeout=1h\n");

    @Test
    void anEditedMethodRunsAsItIsNow() {
        long before = pidOf(DevMode.get("/greeter"), "Hello Ann from ");

        APP.modifySourceFile(Greeter.class, source -> source.replace("Hello ", "Goodbye "));

        long after = pidOf(DevMode.get("/greeter"), "Goodbye Ann from ");
        assertThat(after).isNotEqualTo(before);
        assertThat(Workers.isAlive(before)).isFalse();
    }

    /** The harness gives its compiler a class path and no processor path, and from JDK 23 on javac runs no processors then. */
    @Test
    void aSecondMethodIsThere() {
        Assumptions.assumeTrue(Runtime.version().feature() < 23, "the harness cannot run annotation processors on this JDK");
        long before = pidOf(DevMode.get("/greeter"), "Hello Ann from ");

        APP.modifySourceFile(Greeter.class, source -> source.replace("    // more", """
                @InProcessPool
                public static int count(String text) {
                    return text.length();
                }
                """));
        APP.modifySourceFile(GreeterResource.class, source -> source.replace("    // more", """
                @GET
                @Path("count")
                public Uni<Integer> count() {
                    return pool.apply(GreeterTasks.count("four"));
                }
                """));

        assertThat(DevMode.get("/greeter/count")).isEqualTo("4");
        assertThat(Workers.isAlive(before)).isFalse();
    }

    @Test
    void aChangedSizeHolds() {
        assertThat(DevMode.get("/greeter/size")).isEqualTo("2");
        long before = pidOf(DevMode.get("/greeter"), "Hello Ann from ");

        APP.modifyResourceFile("application.properties", text -> text + "quarkus.process-pool.workers=3\n");

        assertThat(DevMode.get("/greeter/size")).isEqualTo("3");
        assertThat(pidOf(DevMode.get("/greeter"), "Hello Ann from ")).isNotEqualTo(before);
        assertThat(Workers.isAlive(before)).isFalse();
    }

    @Test
    void fiftyReloadsLeaveOneWorker() {
        Set<Long> others = Workers.alive();
        Set<Long> pids = new HashSet<>();
        pids.add(pidOf(DevMode.get("/greeter"), "Hello Ann from "));
        for (int reload = 1; reload <= RELOADS; reload++) {
            String old = "Hello" + (reload == 1 ? " " : (reload - 1) + " ");
            String now = "Hello" + reload + " ";
            APP.modifySourceFile(Greeter.class, source -> source.replace(old, now));

            assertThat(pids.add(pidOf(DevMode.get("/greeter"), now + "Ann from "))).isTrue();

            Set<Long> alive = Workers.alive();
            alive.removeAll(others);
            assertThat(alive).as("workers after reload " + reload).hasSize(1).isSubsetOf(pids);
        }
        assertThat(pids).hasSize(RELOADS + 1);
    }

    private static long pidOf(String answer, String greeting) {
        assertThat(answer).startsWith(greeting);
        return Long.parseLong(answer.substring(greeting.length()));
    }
}
