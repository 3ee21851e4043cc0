package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.WorkerStats;

/**
 * Workers are killed at random moments, while they start, idle, read, run and write, and tasks of all sizes go on. One
 * run of {@code -Dkills=1000}, looked at from several sides. {@code -DkillSeed=…} repeats its choices.
 */
@ExtendWith(LeavesNothingBehind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1_200)
class RandomKillsTest {

    private static final int KILLS = Integer.getInteger("kills", 1000);
    private static final int TASKS = 10 * KILLS;
    private static final long SEED = Long.getLong("killSeed", 42);
    private static final int UNDER_WAY = 32;

    @TempDir
    static Path directory;

    private final Map<Integer, Throwable> lost = new ConcurrentHashMap<>();
    private final Set<Integer> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private final Set<Long> killed = ConcurrentHashMap.newKeySet();
    private final Map<WorkerState, Integer> phases = new ConcurrentHashMap<>();
    private final AtomicInteger killsDone = new AtomicInteger();
    private int submitted;
    private int[] runs;
    private Set<String> descriptorsBefore;
    private Set<String> descriptorsAfter;
    private List<String> zombies;

    @BeforeAll
    void tenTasksForEachKill() throws Exception {
        Path ledger = directory.resolve("ledger");
        try (WorkerPool warm = Pools.of(1)) {
            warm.apply(TroubleTasks.pid(0));
            Pools.kill(warm.apply(TroubleTasks.pid(0)));
            warm.close();
            warm.join(Pools.PATIENCE);
        }
        descriptorsBefore = LeavesNothingBehind.sockets();
        try (WorkerPool pool = Pools.of(3, builder -> builder.jvmArgs("-XX:TieredStopAtLevel=1"))) {
            Thread killer = new Thread(() -> kill(pool), "killer");
            killer.start();
            submit(pool, ledger);
            killer.join();
            pool.close();
            assertThat(pool.join(Pools.PATIENCE)).isTrue();
        }
        runs = count(ledger);
        zombies = zombies();
        descriptorsAfter = LeavesNothingBehind.sockets();
        System.out
                .println("random kills: " + killed.size() + " killed in " + phases + ", " + submitted + " tasks, " + lost.size()
                        + " lost, slowest " + Duration.ofNanos(slowest.get()).toMillis() + " ms");
    }

    private void submit(WorkerPool pool, Path ledger) throws InterruptedException {
        Random random = new Random(SEED);
        Semaphore permits = new Semaphore(UNDER_WAY);
        while (submitted < TASKS || killsDone.get() < KILLS) {
            permits.acquire();
            int number = submitted++;
            byte[] payload = payload(number);
            long from = System.nanoTime();
            pool.submit(TroubleTasks.echoAndNote(payload, number, ledger, random.nextInt(2000))).whenComplete((result, e) -> {
                slowest.accumulateAndGet(System.nanoTime() - from, Math::max);
                answers.incrementAndGet();
                if (e != null) {
                    lost.put(number, e);
                } else {
                    answered.add(number);
                    wrong.addAndGet(Arrays.equals(result, payload) ? 0 : 1);
                }
                permits.release();
            });
        }
        permits.acquire(UNDER_WAY);
    }

    /** Mostly small, some as large as a buffer, a few of a megabyte, so that deaths fall into half a frame. */
    private static byte[] payload(int number) {
        Random random = new Random(SEED * 31 + number);
        int kind = random.nextInt(20);
        byte[] bytes = new byte[kind == 0 ? 1 << 20 : kind < 5 ? random.nextInt(1 << 17) : random.nextInt(100)];
        random.nextBytes(bytes);
        return bytes;
    }

    private void kill(WorkerPool pool) {
        Random random = new Random(SEED + 1);
        long completedBefore = -1; // when one was killed last that was starting
        while (killsDone.get() < KILLS) {
            LockSupport.parkNanos(random.nextInt(30_000_000));
            PoolStats stats = pool.stats();
            WorkerStats victim = victim(stats.workers(), random, stats.completed() > completedBefore);
            if (victim != null) {
                ProcessHandle.of(victim.pid()).ifPresent(process -> {
                    killed.add(victim.pid());
                    phases.merge(victim.state(), 1, Integer::sum);
                    process.destroyForcibly();
                    killsDone.incrementAndGet();
                });
                await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(Pools.PATIENCE)
                        .until(() -> pool.stats().workers().stream().noneMatch(worker -> worker.pid() == victim.pid()));
                completedBefore = victim.state() == WorkerState.LAUNCHING ? pool.stats().completed() : completedBefore;
            }
        }
    }

    /**
     * Three that cannot start with none that serves, or with no task done meanwhile, would be a crash loop, after which the
     * pool
     * makes pauses. That is another matter.
     */
    private static WorkerStats victim(List<WorkerStats> workers, Random random, boolean someWereDone) {
        boolean someServe = workers.stream()
                .anyMatch(worker -> worker.state() == WorkerState.IDLE || worker.state() == WorkerState.BUSY);
        boolean starting = someServe && someWereDone && random.nextInt(3) == 0;
        List<WorkerStats> choice = workers.stream()
                .filter(worker -> worker.pid() > 0 && worker.state() != WorkerState.DEAD)
                .filter(worker -> (worker.state() == WorkerState.LAUNCHING) == starting).toList();
        return choice.isEmpty() ? null : choice.get(random.nextInt(choice.size()));
    }

    private int[] count(Path ledger) throws IOException {
        int[] counts = new int[submitted];
        java.nio.ByteBuffer numbers = java.nio.ByteBuffer.wrap(Files.readAllBytes(ledger));
        while (numbers.remaining() >= 4) {
            counts[numbers.getInt()]++;
        }
        return counts;
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
        assertThat(killed.size()).isGreaterThan(KILLS * 9 / 10); // a pid may come again
        assertThat(phases.keySet()).contains(WorkerState.LAUNCHING, WorkerState.BUSY);
        assertThat(answers).as("one answer for each").hasValue(submitted);
        assertThat(answered.size() + lost.size()).isEqualTo(submitted);
        assertThat(wrong).as("another's bytes").hasValue(0);
        assertThat(lost.values()).allSatisfy(e -> {
            assertThat(e).isInstanceOf(WorkerDiedException.class);
            assertThat(killed).contains(((WorkerDiedException) e).pid());
            assertThat(((WorkerDiedException) e).signal()).hasValue(9);
        });
        assertThat(lost.size()).as("lost for each kill").isLessThan(KILLS * 4);
        assertThat(Duration.ofNanos(slowest.get())).as("1 s on an idle machine").isLessThan(Duration.ofMinutes(1));
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
