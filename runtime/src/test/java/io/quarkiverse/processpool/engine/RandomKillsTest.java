package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.WorkerDiedException;

/**
 * Workers are killed at random moments, while they start, initialise, idle, read, run, write and leave, and tasks of all sizes
 * go on. One run of {@code -Dkills=1000}, looked at from several sides. {@code -DkillSeed=…} repeats its choices.
 */
@ExtendWith(LeavesNothingBehind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1_200)
class RandomKillsTest {

    private static final int KILLS = Integer.getInteger("kills", 1000);
    private static final int TASKS = 10 * KILLS;
    private static final long SEED = Long.getLong("killSeed", 42);
    private static final int UNDER_WAY = 32;
    private static final int WORKERS = 3;
    /** So that every now and then one leaves, and another one takes its place. */
    private static final int TASKS_OF_A_WORKER = 100;
    /** So many kills hit each moment, some of them several times. */
    private static final int ENOUGH = 200;
    private static final String IN_ITS_REQUEST = "in its request";
    private static final String RUNNING = "running";
    private static final String IN_ITS_RESULT = "in its result";

    @TempDir
    static Path directory;

    private final Map<Integer, Throwable> lost = new ConcurrentHashMap<>();
    private final Set<Integer> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final Queue<Long> delays = new ConcurrentLinkedQueue<>();
    private final AtomicInteger mostKillsDuringOne = new AtomicInteger();
    private RandomKiller killer;
    private int submitted;
    private int[] runs;
    private int[] ends;
    private Set<String> descriptorsBefore;
    private Set<String> descriptorsAfter;
    private List<String> zombies;

    @BeforeAll
    void tenTasksForEachKill() throws Exception {
        try (WorkerPool warm = Pools.of(1)) {
            warm.apply(TroubleTasks.pid(0));
            Pools.kill(warm.apply(TroubleTasks.pid(0)));
            warm.close();
            warm.join(Pools.PATIENCE);
        }
        descriptorsBefore = LeavesNothingBehind.sockets();
        try (WorkerPool pool = Pools.of(WORKERS, builder -> builder.maxTasksPerWorker(TASKS_OF_A_WORKER)
                .jvmArgs("-XX:TieredStopAtLevel=1", "-Dmortal=" + directory))) {
            Semaphore underWay = new Semaphore(UNDER_WAY, true);
            killer = new RandomKiller(pool, KILLS, SEED + 1, directory, underWay);
            killer.start();
            submit(pool, underWay);
            killer.join();
            pool.close();
            assertThat(pool.join(Pools.PATIENCE)).isTrue();
        }
        count(directory.resolve("ledger"));
        zombies = zombies();
        descriptorsAfter = LeavesNothingBehind.sockets();
        System.out
                .println("random kills: " + killer.killed().size() + " killed in " + killer.moments() + ", of those that start "
                        + killer.replacements() + " to replace others, " + submitted + " tasks, " + lost.size() + " lost ("
                        + lostWhere() + "), half took " + delay(0.5).toMillis() + " ms, 99 % " + delay(0.99).toMillis()
                        + " ms, the slowest " + delay(1).toMillis() + " ms, most kills during one " + mostKillsDuringOne);
    }

    private void submit(WorkerPool pool, Semaphore underWay) throws InterruptedException {
        Random random = new Random(SEED);
        while (submitted < TASKS || killer.isAlive()) {
            underWay.acquire();
            int number = submitted++;
            byte[] payload = payload(number);
            int killsBefore = killer.killed().size();
            long from = System.nanoTime();
            pool.submit(MortalTasks.echoAndNote(payload, number, random.nextInt(2000))).whenComplete((result, e) -> {
                delays.add(System.nanoTime() - from);
                mostKillsDuringOne.accumulateAndGet(killer.killed().size() - killsBefore, Math::max);
                answers.incrementAndGet();
                if (e != null) {
                    lost.put(number, e);
                } else {
                    answered.add(number);
                    wrong.addAndGet(Arrays.equals(result, payload) ? 0 : 1);
                }
                underWay.release();
            });
        }
        underWay.acquire(UNDER_WAY);
    }

    /** Mostly small, some as large as a buffer, one in five of a megabyte, so that deaths fall into half a frame. */
    private static byte[] payload(int number) {
        Random random = new Random(SEED * 31 + number);
        int kind = random.nextInt(20);
        byte[] bytes = new byte[kind < 4 ? 1 << 20 : kind < 8 ? random.nextInt(1 << 17) : random.nextInt(100)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Each task has noted its number when it began, and the complement of it when it ended. */
    private void count(Path ledger) throws IOException {
        runs = new int[submitted];
        ends = new int[submitted];
        java.nio.ByteBuffer numbers = java.nio.ByteBuffer.wrap(Files.readAllBytes(ledger));
        while (numbers.remaining() >= 4) {
            int number = numbers.getInt();
            if (number >= 0) {
                runs[number]++;
            } else {
                ends[~number]++;
            }
        }
    }

    /** How far those had come that were lost. */
    private Map<String, Long> lostWhere() {
        return lost.keySet().stream().collect(Collectors.groupingBy(
                number -> ends[number] > 0 ? IN_ITS_RESULT : runs[number] > 0 ? RUNNING : IN_ITS_REQUEST, TreeMap::new,
                Collectors.counting()));
    }

    /** What that part of all tasks took at most. */
    private Duration delay(double part) {
        long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
        return Duration.ofNanos(sorted[(int) ((sorted.length - 1) * part)]);
    }

    private static List<String> zombies() throws IOException {
        String parent = Long.toString(ProcessHandle.current().pid());
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.filter(path -> path.getFileName().toString().matches("[0-9]+")).map(RandomKillsTest::stat)
                    .filter(fields -> fields.startsWith("Z " + parent + " ")).toList();
        }
    }

    /** State, parent and the rest of a process. */
    private static String stat(Path process) {
        try {
            String line = Files.readString(process.resolve("stat"));
            return line.substring(line.lastIndexOf(')') + 2);
        } catch (IOException | UncheckedIOException e) {
            return ""; // it is gone
        }
    }

    @Test
    @DisplayName("B10 1,000 kills at random moments: no other task is lost, delayed or given another's bytes")
    void aKillCostsTheTasksOfItsWorkerAlone() {
        assertThat(killer.killed()).hasSize(KILLS);
        assertThat(answers).as("one answer for each").hasValue(submitted);
        assertThat(answered.size() + lost.size()).isEqualTo(submitted);
        assertThat(wrong).as("another's bytes").hasValue(0);
        assertThat(lost.values()).allSatisfy(e -> {
            assertThat(e).isInstanceOf(WorkerDiedException.class);
            WorkerDiedException death = (WorkerDiedException) e;
            assertThat(killer.killed()).containsEntry(death.report().worker(), death.pid());
            assertThat(death.signal()).hasValue(9);
        });
        assertThat(lost.values().stream().map(e -> ((WorkerDiedException) e).report().worker())).as("what one kill has cost")
                .doesNotHaveDuplicates();
    }

    /** Times for a machine that has much else to do; the third says the same by another clock. */
    @Test
    @DisplayName("B10 A task waits for the workers that are started anew, and for nothing else, while 1,000 are killed")
    void aKillDelaysNoOther() {
        assertThat(delay(0.5)).as("half of the tasks").isLessThan(Duration.ofSeconds(1));
        assertThat(delay(1)).as("the slowest, 1 s on an idle machine").isLessThan(Duration.ofSeconds(20));
        assertThat(mostKillsDuringOne).as("kills while one task waits and runs").hasValueLessThan(10);
        assertThat(killer.sawPoolDown()).as("taken for a pool that cannot start workers").isFalse();
    }

    @Test
    @DisplayName("B10 1,000 kills hit workers that connect, shake hands, initialise, idle, read, run, write and say goodbye")
    void theKillsHitEachMoment() {
        if (KILLS >= ENOUGH) {
            for (RandomKiller.Moment moment : EnumSet.complementOf(EnumSet.of(RandomKiller.Moment.STOPPING))) { // which is short
                assertThat(killer.moments().getOrDefault(moment, 0)).as("kills at the moment " + moment)
                        .isGreaterThanOrEqualTo(KILLS / 100);
            }
            assertThat(killer.replacements()).as("kills of those that were to replace another one")
                    .isGreaterThanOrEqualTo(KILLS / 100);
            assertThat(lostWhere()).containsOnlyKeys(IN_ITS_REQUEST, RUNNING, IN_ITS_RESULT);
        }
    }

    @Test
    @DisplayName("B36 A method that declares no retries is never run again: of the tasks of 1,000 kills each ran at most once")
    void noTaskRanTwice() {
        for (int i = 0; i < runs.length; i++) {
            assertThat(runs[i]).as("runs of task " + i).isBetween(answered.contains(i) ? 1 : 0, 1);
        }
    }

    @Test
    @DisplayName("B4 Every failed future has its own exception, with pid, signal, task id and how long the task had run")
    void eachLossHasItsOwnException() {
        assertThat(lost.values().stream().map(System::identityHashCode).distinct().count()).isEqualTo(lost.size());
        assertThat(lost.values().stream().map(e -> ((WorkerDiedException) e).taskId()).distinct()).hasSize(lost.size());
        assertThat(lost.values())
                .allSatisfy(e -> assertThat(((WorkerDiedException) e).ran()).isGreaterThanOrEqualTo(Duration.ZERO));
    }

    @Test
    @DisplayName("B22 1,000 crashes and 10,000 tasks leave no zombie and no file descriptor")
    void nothingIsLeftOfTheDead() {
        assertThat(zombies).isEmpty();
        assertThat(descriptorsAfter).hasSameSizeAs(descriptorsBefore);
    }
}
