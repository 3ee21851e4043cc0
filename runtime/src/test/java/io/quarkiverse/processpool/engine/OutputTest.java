package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** B15: what workers print comes to the log, line by line, and nowhere else. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class OutputTest {

    private static final String OUT = Level.INFO.intValue() + " ";
    private static final String ERR = Level.WARNING.intValue() + " ";

    private final LoggedRecords log = LoggedRecords.ofPool("misbehave").ofAllLevels();

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    /** Each as its level and its message. */
    private List<String> lines() {
        return log.all().stream().map(one -> one.getLevel().intValue() + " " + one.getMessage()).toList();
    }

    @Test
    @DisplayName("B15 Each line of a worker comes to the log with pool, worker and pid, whatever characters are in it")
    void noLineIsLostAndNoFrameIsBroken() throws Exception {
        int count = 10_000;
        try (WorkerPool pool = Pools.of(1, builder -> builder.jvmArgs("-Xlog:gc"))) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            assertThat(pool.apply(MisbehaveTasks.flood(count))).isEqualTo(count);
            Pattern tag = Pattern.compile("\\[misbehave-1 " + pid + "(, task 2)?] ");
            await().atMost(Pools.PATIENCE).until(() -> said(OUT, tag).contains("out " + (count - 1) + " é€😀")
                    && said(ERR, tag).contains("err " + (count - 1) + " é€😀"));
            assertThat(said(OUT, tag).stream().filter(line -> line.startsWith("out "))).hasSize(count)
                    .allMatch(line -> line.endsWith(" é€😀"));
            assertThat(said(ERR, tag).stream().filter(line -> line.startsWith("err "))).hasSize(count)
                    .allMatch(line -> line.endsWith(" é€😀"));
        }
    }

    /** What follows the level and such a tag. */
    private List<String> said(String level, Pattern tag) {
        List<String> said = new ArrayList<>();
        for (String line : lines()) {
            Matcher start = tag.matcher(line).region(Math.min(level.length(), line.length()), line.length());
            if (line.startsWith(level) && start.lookingAt()) {
                said.add(line.substring(start.end()));
            }
        }
        return said;
    }

    @Test
    @DisplayName("B15 What a task prints after it was seen to print is logged with its number")
    void aTaskThatGoesOnIsNamed(@TempDir Path directory) throws Exception {
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            CompletableFuture<?> first = pool.submit(TroubleTasks.sayUntil("first", gate));
            expect(pid, 2, "first");
            Files.createFile(gate);
            first.get(30, TimeUnit.SECONDS);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
            Files.delete(gate);
            CompletableFuture<?> second = pool.submit(TroubleTasks.sayUntil("second", gate));
            expect(pid, 4, "second");
            Files.createFile(gate);
            second.get(30, TimeUnit.SECONDS);
        }
    }

    private void expect(long pid, int task, String line) {
        String tag = "[misbehave-1 " + pid + ", task " + task + "] ";
        for (String expected : List.of(OUT + tag + "out " + line, ERR + tag + "err " + line, OUT + tag + "one " + line)) {
            await(expected).atMost(Pools.PATIENCE).until(() -> lines().contains(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 50, 2_000 })
    @DisplayName("B15 The number of a task is left out where it is not certain, and never wrong")
    void noTaskIsBlamedForAnother(int micros) throws Exception {
        int count = micros == 0 ? 10_000 : micros == 50 ? 2_000 : 200;
        Pattern line = Pattern.compile(".*misbehave-1 [0-9]+(?:, task ([0-9]+))?] number ([0-9]+)\\.");
        try (WorkerPool pool = Pools.of(1)) {
            List<Integer> numbers = IntStream.rangeClosed(1, count).boxed().toList(); // as the ids of the tasks
            pool.map(number -> TroubleTasks.sayNumber(number, micros), numbers).get(60, TimeUnit.SECONDS);
            await().atMost(Pools.PATIENCE)
                    .until(() -> lines().stream().filter(one -> line.matcher(one).matches()).count() == 2 * count);
        }
        int named = 0;
        for (String one : lines()) {
            Matcher parts = line.matcher(one);
            if (parts.matches() && parts.group(1) != null) {
                assertThat(parts.group(1)).as(one).isEqualTo(parts.group(2));
                named++;
            }
        }
        if (micros == 2_000) {
            assertThat(named).as("tasks that pause when they have printed").isGreaterThan(count / 4);
        }
    }

    @Test
    void aTaskMayCloseItsOutput() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            assertThat(pool.apply(MisbehaveTasks.closeOutput(3))).isEqualTo(3);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
        }
    }

    /** Its JVM looks for the directory before it is made, from JDK 20 on, if the machine is slow. */
    @Test
    void whatAJvmSaysTooEarlyIsNotLogged() throws Exception {
        String early = "WARNING: java.io.tmpdir directory does not exist";
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            Pattern tag = Pattern.compile("\\[misbehave-1 " + pid + "(, task \\d)?] ");
            pool.apply(ChoresTasks.complain(early));
            pool.apply(ChoresTasks.complain("else"));
            pool.apply(ChoresTasks.complain(early));
            await().atMost(Pools.PATIENCE).until(() -> said(ERR, tag).contains(early));
            assertThat(said(ERR, tag)).as("a task may say so").containsExactly("else", early);
        }
    }
}
