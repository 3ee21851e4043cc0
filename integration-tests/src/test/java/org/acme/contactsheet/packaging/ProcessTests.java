package org.acme.contactsheet.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What holds in packagings that are started by {@code java -jar}, and for the end of that process. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ProcessTests extends ContactSheetTests {

    @TempDir
    static Path elsewhere;

    private Application application;

    /** The jar, prepared for this packaging. */
    abstract Path jar() throws Exception;

    @BeforeAll
    void start() throws Exception {
        application = Application.start(jar(), elsewhere, "-Dquarkus.log.category.\"org.acme\".level=DEBUG");
    }

    @AfterAll
    void stop() throws Exception {
        List<ProcessHandle> workers = workersOf(application);
        application.stop();
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
    }

    @Override
    protected URI home() {
        return application.home();
    }

    @Test
    void nothingIsWrittenWhereItWasStarted() throws Exception {
        client().get("squares");

        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void whatATaskLogsIsInTheLogOfTheApplication() throws Exception {
        client().post("thumbnails", Pictures.encoded("png", 91, 67, 1));

        await().atMost(Duration.ofMinutes(1)).until(() -> application.log().stream().anyMatch(line -> line.matches(
                ".* DEBUG \\[org\\.acme\\.contactsheet\\.Thumbnails] .* \\[thumbnails-\\d+ \\d+[^]]*] 91 x 67 pixels")));
    }

    @Test
    void noWorkerOutlivesAnApplicationThatWasKilled() throws Exception {
        Application killed = Application.start(jar(), elsewhere);
        List<ProcessHandle> workers;
        try {
            new Client(killed.home()).get("squares?upTo=10000");
            new Client(killed.home()).post("thumbnails", Pictures.encoded("png", 80, 60, 1));
            workers = workersOf(killed);
            assertThat(workers).hasSizeGreaterThan(1);
        } finally {
            killed.handle().destroyForcibly();
        }

        await().atMost(Duration.ofMinutes(1)).until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** That of the application, and those of its workers. */
    final List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(application.handle()), workersOf(application).stream()).toList();
    }

    private static List<ProcessHandle> workersOf(Application application) {
        return application.handle().descendants().toList();
    }
}
