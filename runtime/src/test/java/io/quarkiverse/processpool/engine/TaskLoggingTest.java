package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.wire.LogLevels;

/** What a task logs is logged here, at its level and by its logger. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class TaskLoggingTest {

    private static final String POOL = LoggedRecords.logger("talk");

    private final LoggedRecords log = new LoggedRecords("org.acme", POOL).ofAllLevels();

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    private static WorkerPool pool(UnaryOperator<PoolBuilder> settings) {
        return settings.apply(WorkerPool.builder("talk").workers(1)).build();
    }

    /** The class path without the logging of Quarkus. */
    private static PoolBuilder plain(PoolBuilder builder) {
        return builder.classPath(builder.settings().classPath().stream()
                .filter(path -> !path.toString().contains("jboss-logmanager")).toList());
    }

    /** Those that come from the worker. */
    private List<LogRecord> of(String logger) {
        return log.all().stream().filter(one -> one.getLoggerName().equals(logger) && one.getMessage().contains("[talk-1 "))
                .toList();
    }

    private List<LogRecord> await(String logger, int count) {
        return await(logger + " " + count).until(() -> of(logger), found -> found.size() >= count);
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Pools.PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("B15 What a task logs is logged at its level, by its logger, with its exception, as one record")
    void eachWayToLog(Talk.Api api) throws Exception {
        try (WorkerPool pool = pool(builder -> builder)) {
            saysItAll(pool, api);
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "JUL", "SYSTEM", "JBOSS" })
    @DisplayName("B15 The same without the logging of Quarkus")
    void eachWayToLogOfTheJdk(Talk.Api api) throws Exception {
        try (WorkerPool pool = pool(TaskLoggingTest::plain)) {
            saysItAll(pool, api);
        }
    }

    @Test
    void aChildProcessOfAWorkerLogsAsTheTaskDoes() throws Exception {
        try (WorkerPool pool = pool(builder -> builder)) {
            pool.apply(TalkTasks.logInAChild("org.acme.Child", "from below"));
            assertThat(await("org.acme.Child", 1)).singleElement()
                    .satisfies(one -> assertThat(one.getMessage()).endsWith("] from below"));
        }
    }

    private void saysItAll(WorkerPool pool, Talk.Api api) throws Exception {
        long pid = pool.apply(TalkTasks.pid(0));
        pool.apply(TalkTasks.say(api, "café\nand tea"));
        List<LogRecord> records = await("org.acme." + api, 3);
        String tag = "\\[talk-1 " + pid + "(, task \\d+)?] ";
        assertThat(records).extracting(one -> one.getLevel().intValue()).containsExactly(800, 900, 1000);
        assertThat(records.get(0).getMessage()).matches(tag + "info café\nand tea");
        assertThat(records.get(1).getMessage()).matches(tag + "warn café\nand tea");
        assertThat(records.get(2).getMessage()).matches("(?s)" + tag + "error café\nand tea\n"
                + "java.lang.IllegalStateException: no café.*\tat io.quarkiverse.*Talk.say\\(.*Caused by: .*no disk.*");
        assertThat(of(POOL)).as("and nothing else is").isEmpty();
    }

    @Test
    void aLevelThatIsWantedIsSent() throws Exception {
        String levels = LogLevels.text(Map.of("", 900, "org.acme.Loud", 500));
        for (boolean plain : new boolean[] { false, true }) {
            try (WorkerPool pool = pool(builder -> (plain ? plain(builder) : builder)
                    .properties(() -> Map.of(LogLevels.PROPERTY, levels)))) {
                assertThat(pool.apply(TalkTasks.wouldLog("org.acme.Loud.Voice", 500))).isTrue();
                assertThat(pool.apply(TalkTasks.wouldLog("org.acme.Loud.Voice", 400))).isFalse();
                assertThat(pool.apply(TalkTasks.wouldLog("org.acme.Soft", 800))).isFalse();
                assertThat(pool.apply(TalkTasks.wouldLog("org.acme.Soft", 900))).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({ "300, 20", "30, 9000", "10, 60000" })
    @DisplayName("B15 Records of several threads are whole, however long")
    void threadsDoNotMix(int times, int length) throws Exception {
        try (WorkerPool pool = pool(builder -> builder)) {
            pool.apply(TalkTasks.crowd(4, times, length));
            List<LogRecord> records = await("org.acme.Crowd", 4 * times);
            assertThat(records).hasSize(4 * times)
                    .allMatch(one -> one.getMessage().matches("\\[talk-1 [^]]*] \\d+ (a+|b+|c+|d+)\\."));
            assertThat(records).allMatch(one -> one.getMessage().length() > length);
            await("printed").until(() -> of(POOL).size() >= times);
            assertThat(of(POOL)).hasSize(times).allMatch(one -> one.getMessage().matches("\\[talk-1 [^]]*] printed \\d+"));
        }
    }

    @Test
    void whatIsLongerThanTheLongestIsCut() throws Exception {
        try (WorkerPool pool = pool(builder -> builder)) {
            pool.apply(TalkTasks.log("org.acme.Long", "\\".repeat(100_000)));
            assertThat(await("org.acme.Long", 1).get(0).getMessage()).contains("\\".repeat(1 << 16))
                    .endsWith("... and 34464 characters more");
        }
    }

    @Test
    void aRecordInTheMiddleOfALine() throws Exception {
        try (WorkerPool pool = pool(builder -> builder)) {
            pool.apply(TalkTasks.write("begun, "));
            pool.apply(TalkTasks.log("org.acme.Middle", "logged"));
            pool.apply(TalkTasks.write("and ended\n"));
            await("both").until(() -> of(POOL).size() >= 2);
            assertThat(of(POOL)).extracting(one -> one.getMessage().replaceFirst(".*] ", "")).containsExactly("begun, ",
                    "and ended");
            assertThat(of("org.acme.Middle")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "\u001e\n", "\u001eL\n", "\u001eL=\n", "\u001eL=garbage\n", "\u001eL<800\u001fx\n",
            "\u001eL-\u001f\n",
            "\u001eL=99999999999\u001forg.acme.X\u001f\u001f\n", "\u001eL=800\u001f\\\u001f\\\u001f\\\n", "\u001eX=800\n",
            "\u001e\u001e\u001e\u001eL>\n", "\u001f\u001f\u001f\n", "\u001eL<800\u001forg.acme.X\u001fnever ended" })
    @DisplayName("B15 What is like a record and is none is a line, and harms nobody")
    void forgeries(String text) throws Exception {
        try (WorkerPool pool = pool(builder -> builder)) {
            pool.apply(TalkTasks.write(text));
            pool.apply(TalkTasks.write("\n"));
            pool.apply(TalkTasks.log("org.acme.Real", "real"));
            assertThat(await("org.acme.Real", 1).get(0).getMessage()).endsWith("] real");
        }
    }

    @Test
    @DisplayName("B15 A record without an end takes no memory without an end")
    void aRecordWithoutAnEnd() throws Exception {
        try (WorkerPool pool = pool(builder -> builder)) {
            String part = "\u001eL-" + "x".repeat(4000) + "\n";
            for (int i = 0; i < 20; i++) {
                pool.apply(TalkTasks.write(part.repeat(100)));
            }
            assertThat(await(POOL, 10)).allMatch(one -> one.getMessage().length() < (1 << 19) + 8_000);
        }
    }

    @Test
    @DisplayName("B15 A task cannot make loggers without an end")
    void namesWithoutAnEnd() throws Exception {
        int count = 3_000;
        try (WorkerPool pool = pool(builder -> builder)) {
            pool.apply(TalkTasks.names(count));
            await("all").until(() -> log.all().stream().filter(one -> one.getMessage().contains("] named ")).count() == count);
            assertThat(log.all().stream().map(LogRecord::getLoggerName).distinct()).hasSizeLessThanOrEqualTo(1_001);
            assertThat(of(POOL).get(0).getMessage()).as("then the name is in the text").contains("[org.acme.Name");
        }
    }

    @Test
    @DisplayName("B15 Who sets the logging of the workers himself has it so")
    void theUsersOwn(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("tasks.log");
        Path configuration = Files.writeString(directory.resolve("logging.properties"),
                "handlers=java.util.logging.FileHandler\njava.util.logging.FileHandler.pattern=" + file
                        + "\njava.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter\n");
        try (WorkerPool pool = pool(builder -> builder.jvmArgs("-Djava.util.logging.config.file=" + configuration))) {
            pool.apply(TalkTasks.log("org.acme.Own", "to a file"));
            await("the file").until(() -> Files.exists(file) && Files.readString(file).contains("to a file"));
        }
        assertThat(of("org.acme.Own")).isEmpty();
    }

    @Test
    @DisplayName("B16 The last that a worker has logged is in the exception")
    void theLastBeforeADeath() throws Exception {
        try (WorkerPool pool = pool(builder -> builder)) {
            WorkerDiedException e = catchThrowableOfType(WorkerDiedException.class,
                    () -> pool.apply(TalkTasks.logAndDie("the disk\nis full")));
            assertThat(e.lastErrorLines()).containsExactly("ERROR [org.acme.Death] the disk", "is full");
        }
    }

    @Test
    void manyLevelsAreFewAndNoLower() {
        Map<String, Integer> many = new TreeMap<>(Map.of("", 800));
        IntStream.range(0, 5_000).forEach(i -> many.put("org.acme.some.package.of.many.Name" + i, i == 4_999 ? 300 : 900));
        String text = LogLevels.text(many);
        assertThat(text).hasSizeLessThan(1 << 14).endsWith("\n=300\n");
    }
}
