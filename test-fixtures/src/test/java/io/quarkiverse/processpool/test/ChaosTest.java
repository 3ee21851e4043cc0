package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.TaskLostException;
import io.quarkiverse.processpool.WorkerExitedException;
import io.quarkiverse.processpool.WorkerKilledException;
import io.quarkiverse.processpool.engine.WorkerPool;

/**
 * B10: a seeded mix of tasks that behave and tasks that do everything to their worker, while workers are killed
 * from outside at all moments. Each task is answered once and with what is its own; a death costs one task at most.
 * <p>
 * {@code -Dchaos.seed=…} repeats the tasks of a run, {@code -Dchaos.tasks=…} says how many. The moments of the
 * kills depend on the machine as well.
 */
@ExtendWith(LeavesNothingBehind.class)
class ChaosTest {

    private static final long SEED = Long.getLong("chaos.seed", new Random().nextLong());
    private static final int TASKS = Integer.getInteger("chaos.tasks", 10_000);
    /** A run of so many has kills at the usual moments, and one of so many at the rare ones that come with tasks under way. */
    private static final int MANY = 2_000;
    private static final int ALL = 10_000;
    private static final int UNDER_WAY = 100;
    /** So that often one is about to leave. */
    private static final int TASKS_OF_A_WORKER = 25;
    private static final long MAX_RESIDENT = 300 << 20;
    /** Where a machine gives memory slowly, what fills it must come to the limit of memory first. */
    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(15);
    private static final Logger WORKER_LOG = Logger.getLogger("io.quarkiverse.processpool.worker.chaos");

    private final List<Attempt> attempts = new ArrayList<>();
    private final Semaphore room = new Semaphore(UNDER_WAY, true);

    /** One submitted task and what became of it. */
    private static final class Attempt {
        final Act act;
        volatile Act.Expected expected;
        final AtomicInteger answers = new AtomicInteger();
        volatile Throwable failure;
        volatile boolean right;

        Attempt(Act act, Act.Expected expected) {
            this.act = act;
            this.expected = expected;
        }

        void answered(Object result, Throwable thrown) {
            failure = thrown;
            right = expected.isRight(result, thrown);
            expected = null; // all payloads together would be a gigabyte
            answers.incrementAndGet();
        }

        /** A kill in the middle of an orderly end looks like the exit code of the same number. */
        boolean wasKilledFromOutside(Killer killer) {
            boolean killed = failure instanceof WorkerKilledException death && death.signal().orElse(0) == 9
                    && !death.sentByPool();
            boolean exited = failure instanceof WorkerExitedException death && death.exitCode().orElse(0) == 128 + 9;
            return (killed || exited) && failure instanceof TaskLostException lost
                    && Long.valueOf(lost.pid()).equals(killer.killed().get(lost.report().worker()));
        }

        /** The name of the worker that ended under it, or null. */
        String lostWorker() {
            return failure instanceof TaskLostException lost ? lost.report().worker() : null;
        }

        @Override
        public String toString() {
            return act + ": " + failure;
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @DisplayName("B3, B10 10,000 tasks of all kinds under random kills: each is answered once, with its own, and a death costs one")
    void everyTaskIsAnsweredOnceAndWithItsOwn() throws Exception {
        System.out.println("chaos: -Dchaos.seed=" + SEED + " -Dchaos.tasks=" + TASKS);
        WORKER_LOG.setLevel(Level.OFF); // floods and garbage
        long begun = System.nanoTime();
        WorkerPool pool = WorkerPool.builder("chaos").workers(4).heap("64m").maxRss(MAX_RESIDENT).taskTimeout(TASK_TIMEOUT)
                .maxTasksPerWorker(TASKS_OF_A_WORKER).spareWorkers(1).build();
        Killer killer = new Killer(pool, SEED, room);
        try {
            killer.start();
            submitAll(pool);
            awaitAnswers();
            killer.interrupt();
            killer.join();
            PoolStats stats = await("the statistics of all").atMost(30, TimeUnit.SECONDS)
                    .until(pool::stats, s -> s.completed() + s.failed() >= TASKS);
            print(killer, stats, Duration.ofNanos(System.nanoTime() - begun));
            check(killer, stats);
            pool.close();
            assertThat(pool.join(Duration.ofSeconds(30))).as("the pool ends").isTrue();
        } finally {
            killer.interrupt();
            pool.terminate();
        }
    }

    private void submitAll(WorkerPool pool) throws InterruptedException {
        Random random = new Random(SEED);
        for (int i = 0; i < TASKS; i++) {
            Act act = act(i, random);
            Attempt attempt = new Attempt(act, act.next(random));
            attempts.add(attempt);
            assertThat(room.tryAcquire(2, TimeUnit.MINUTES)).as("room for task " + i + ": some answer comes").isTrue();
            pool.submit(attempt.expected.task()).whenComplete((result, thrown) -> {
                attempt.answered(result, thrown);
                room.release();
            });
        }
    }

    /** As often as the weights say, and each kind at least once, wherever the seed leads; not all in a row. */
    private static Act act(int number, Random random) {
        Act[] kinds = Act.values();
        int gap = Math.max(1, TASKS / kinds.length);
        boolean given = number % gap == 0 && number / gap < kinds.length;
        return given ? kinds[number / gap] : Act.any(random);
    }

    private void awaitAnswers() throws InterruptedException {
        if (!room.tryAcquire(UNDER_WAY, 2, TimeUnit.MINUTES)) {
            assertThat(attempts).as("tasks without an answer").allMatch(attempt -> attempt.answers.get() > 0);
        }
    }

    private void check(Killer killer, PoolStats stats) {
        assertThat(attempts).as("answered once").allMatch(attempt -> attempt.answers.get() == 1);
        assertThat(attempts.stream().filter(attempt -> !attempt.right && !attempt.wasKilledFromOutside(killer)))
                .as("wrong outcomes").isEmpty();
        checkCounts(killer);
        assertThat(attempts.stream().map(Attempt::lostWorker).filter(Objects::nonNull))
                .as("workers whose death has cost a task")
                .doesNotHaveDuplicates();
        long right = attempts.stream().filter(attempt -> attempt.failure == null).count();
        assertThat(stats.completed()).as("completed, as the pool counts").isEqualTo(right);
        assertThat(stats.failed()).as("failed, as the pool counts").isEqualTo(TASKS - right);
        assertThat(stats.running() + stats.queueLength()).as("still with the pool").isZero();
    }

    private void checkCounts(Killer killer) {
        Map<Act, Long> seeded = seeded();
        Map<Act, Long> right = count(attempt -> attempt.right);
        Map<Act, Long> excused = count(attempt -> !attempt.right && attempt.wasKilledFromOutside(killer));
        Map<Act, Long> both = new EnumMap<>(Act.class);
        for (Act act : seeded.keySet()) {
            both.put(act, right.getOrDefault(act, 0L) + excused.getOrDefault(act, 0L));
        }
        assertThat(count(attempt -> true)).as("tasks of each kind, as the seed says").isEqualTo(seeded);
        assertThat(both).as("those of each kind that ended right, or were killed from outside").isEqualTo(seeded);
        long kills = killer.kills().values().stream().mapToInt(Integer::intValue).sum();
        assertThat(excused.values().stream().mapToLong(Long::longValue).sum()).as("tasks that the kills have cost")
                .isLessThanOrEqualTo(kills);
        if (TASKS >= MANY) {
            assertThat(seeded.keySet()).as("kinds").containsExactly(Act.values());
            assertThat(killer.kills().keySet()).as("moments of kills").contains(Killer.Moment.LAUNCHING, Killer.Moment.BUSY,
                    Killer.Moment.IDLE);
        }
        if (TASKS >= ALL) {
            assertThat(killer.kills().keySet()).as("moments of kills").contains(Killer.Moment.NOT_READING,
                    Killer.Moment.STOPPING);
        }
    }

    /** How many of each kind the seed gives, whatever was submitted. */
    private static Map<Act, Long> seeded() {
        Random random = new Random(SEED);
        Map<Act, Long> counts = new EnumMap<>(Act.class);
        for (int i = 0; i < TASKS; i++) {
            Act act = act(i, random);
            act.next(random);
            counts.merge(act, 1L, Long::sum);
        }
        return counts;
    }

    private Map<Act, Long> count(Predicate<Attempt> which) {
        return attempts.stream().filter(which).collect(
                Collectors.groupingBy(attempt -> attempt.act, () -> new EnumMap<>(Act.class), Collectors.counting()));
    }

    private void print(Killer killer, PoolStats stats, Duration took) {
        Map<Act, int[]> counts = new EnumMap<>(Act.class);
        for (Attempt attempt : attempts) {
            int column = attempt.right ? 0 : attempt.wasKilledFromOutside(killer) ? 1 : 2;
            counts.computeIfAbsent(attempt.act, act -> new int[3])[column]++;
        }
        StringBuilder text = new StringBuilder("chaos: " + TASKS + " tasks in " + took.toSeconds() + " s, "
                + stats.workersStarted() + " workers, killed from outside: " + killer.kills() + "\n");
        text.append(String.format("  %-20s %8s %8s %8s%n", "", "right", "killed", "wrong"));
        counts.forEach((act, c) -> text.append(String.format("  %-20s %8d %8d %8d%n", act, c[0], c[1], c[2])));
        System.out.print(text);
    }
}
