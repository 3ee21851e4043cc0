package io.quarkiverse.processpool.wire;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class KinTest {

    private static final int ROUNDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MARK = "kin-test-" + ProcessHandle.current().pid() + "-";

    @AfterEach
    void killThem() throws IOException {
        MarkedProcesses.with(MARK).forEach(process -> ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** Some of them are just about to become the program, and the kernel shows no environment of those. */
    @Test
    @DisplayName("B23 Processes that a worker is starting while it is killed are ended too")
    void whatIsAboutToBecomeAnotherProgramIsFound() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", "while true; do sleep 1000 & echo; done");
            builder.environment().put(Kin.VARIABLE, MARK + i);
            Process process = builder.start();
            process.getInputStream().readNBytes(1 + i % 5);
            process.destroyForcibly().waitFor();

            Kin.killAll(MARK + i, process.pid());

            // what was killed may take a moment to be gone
            await("end of round " + i).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
                    .until(() -> MarkedProcesses.with(MARK).isEmpty());
        }
    }
}
