package io.quarkiverse.processpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.WorkerSettings;

/** A worker that was not started by a pool, or has lost it, says so and ends with a code that names the reason. */
@Timeout(60)
class WorkerMainTest {

    @TempDir
    Path folder;
    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    private void start() throws IOException {
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), SampleWorker.class.getName()).start();
    }

    private void expectEnd(ExitCode code) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ended").isTrue();
        assertThat(ExitCode.of(process.exitValue())).isEqualTo(code);
    }

    private String errors() throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private WorkerSettings settings() throws IOException {
        Path own = Files.createDirectories(folder.resolve("pool").resolve("1"));
        WorkerSettings settings = new WorkerSettings("misbehave-1", new byte[32], own.toString(), "mark-of-a-test", 1000, "",
                0,
                List.of());
        Files.write(settings.page(), new byte[SharedPage.SIZE]);
        return settings;
    }

    @Test
    void startedByHand() throws Exception {
        start();
        try (OutputStream in = process.getOutputStream()) {
            in.write("is anybody there?\n".getBytes(StandardCharsets.US_ASCII));
        }
        expectEnd(ExitCode.BAD_SETTINGS);
        assertThat(errors()).isEqualTo("This is the main class of a worker process; only a process pool can start it: "
                + "standard input does not begin with the settings of a worker" + System.lineSeparator());
    }

    @Test
    void startedWithoutInput() throws Exception {
        start();
        process.getOutputStream().close();
        expectEnd(ExitCode.BAD_SETTINGS);
        assertThat(errors()).contains("standard input ended before the settings of a worker");
    }

    @Test
    void noSocketToConnectTo() throws Exception {
        start();
        settings().write(process.getOutputStream());
        process.getOutputStream().write(WorkerSettings.GO);
        process.getOutputStream().flush();
        expectEnd(ExitCode.NO_CONNECTION);
    }

    /** The parent was killed while it made the directory: what there is of it goes with the worker. */
    @Test
    void aParentThatDiesDuringTheStart() throws Exception {
        WorkerSettings settings = settings();
        Path pool = Path.of(settings.directory()).getParent();
        Files.createDirectory(settings.temporary());
        Files.createFile(pool.resolve(WorkerSettings.CLASS_PATH_FILE));
        start();
        settings.write(process.getOutputStream());
        process.getOutputStream().close();
        expectEnd(ExitCode.LEASH_CUT);
        assertThat(pool).doesNotExist();
    }

    @Test
    void settingsOfAnotherVersion() throws Exception {
        start();
        OutputStream in = process.getOutputStream();
        in.write(new byte[] { 0x51, 0x50, 0x50, 0x53, 0, 0, 0, 4, 0, 0, 0, 9 });
        in.flush();
        expectEnd(ExitCode.BAD_SETTINGS);
        assertThat(errors()).contains("standard input has settings of another version");
    }
}
