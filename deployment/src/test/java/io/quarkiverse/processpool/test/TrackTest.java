package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.Progress;
import io.quarkiverse.processpool.Tracked;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** track and trackMap: how far a call has come can be asked, and followed. */
class TrackTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class, Probe.class));

    @Inject
    ProcessPool pool;

    @Inject
    @PoolName("chores")
    ProcessPool chores;

    @Inject
    Vertx vertx;

    private static AssertSubscriber<Progress> updates(Tracked<?> call) {
        return call.updates().subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static void await(AssertSubscriber<Progress> updates, long done) {
        Awaitility.await("progress of " + done).atMost(LONG)
                .until(() -> List.copyOf(updates.getItems()).stream().anyMatch(progress -> progress.done() == done));
    }

    @Test
    @DisplayName("B34 what a task says of its progress can be asked and followed")
    void aTaskSaysHowFarItHasCome() throws Exception {
        for (ProcessPool any : List.of(pool, chores)) {
            Path directory = Scratch.file("step-0").getParent();
            Tracked<Integer> call = any.track(ChoresTasks.steps(directory, 3));
            AssertSubscriber<Progress> updates = updates(call);
            for (int i = 1; i <= 3; i++) {
                await(updates, i);
                assertThat(call.progress().done()).isEqualTo(i);
                assertThat(call.progress().total()).isEqualTo(3);
                Files.createFile(directory.resolve("step-" + i));
            }

            assertThat(call.result().toCompletableFuture().get(30, TimeUnit.SECONDS)).isEqualTo(3);
            List<Progress> all = updates.awaitCompletion(LONG).getItems();
            assertThat(all).extracting(Progress::done).isSorted().contains(1L, 2L, 3L);
            assertThat(all.get(all.size() - 1)).isEqualTo(call.progress());
            assertThat(call.progress().elapsed()).isPositive();
        }
    }

    @Test
    @DisplayName("B34 the progress of a map is counted in tasks")
    void theTasksOfAMapAreCounted() throws Exception {
        for (ProcessPool any : List.of(pool, chores)) {
            Path directory = Scratch.file("gate").getParent();
            List<Path> gates = IntStream.range(0, 3).mapToObj(i -> directory.resolve("gate-" + i)).toList();
            Tracked<List<String>> call = any.trackMap(ChoresTasks::pass, gates);
            AssertSubscriber<Progress> updates = updates(call);
            for (int i = 0; i < 3; i++) {
                await(updates, i);
                Files.createFile(gates.get(i));
            }

            assertThat(call.result().toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .containsExactly("gate-0", "gate-1", "gate-2");
            List<Progress> all = updates.awaitCompletion(LONG).getItems();
            assertThat(all).extracting(Progress::done).isSorted().contains(0L, 1L, 2L, 3L);
            Progress last = all.get(all.size() - 1);
            assertThat(last.done()).isEqualTo(3);
            assertThat(last.total()).isEqualTo(3);
            assertThat(last.failed()).isZero();
            assertThat(last.perSecond()).isPositive();
        }
    }

    @Test
    @DisplayName("B34 failures are counted, and end the updates as results do")
    void failuresAreCounted() {
        Tracked<List<Integer>> call = pool.trackMap(ProbeTasks::fail, List.of("first", "second"));

        List<Progress> all = updates(call).awaitCompletion(LONG).getItems();

        assertThat(all.get(all.size() - 1).failed()).isEqualTo(2);
        assertThatThrownBy(() -> call.result().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("first");
    }

    @Test
    @DisplayName("B34 a call that was done before somebody looked has one update")
    void aLateSubscriberGetsTheEnd() throws Exception {
        Tracked<Long> call = pool.track(ProbeTasks.pid());
        call.result().toCompletableFuture().get(30, TimeUnit.SECONDS);

        List<Progress> all = updates(call).awaitCompletion(LONG).getItems();

        assertThat(all).last().isEqualTo(call.progress());
        assertThat(call.progress().done()).isEqualTo(1);
        assertThat(call.progress().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("B34 nothing to do is done at once")
    void nothingToDo() throws Exception {
        for (ProcessPool any : List.of(pool, chores)) {
            Tracked<List<String>> call = any.trackMap(ChoresTasks::pass, List.<Path> of());

            assertThat(call.result().toCompletableFuture().get(30, TimeUnit.SECONDS)).isEmpty();
            List<Progress> all = updates(call).awaitCompletion(LONG).getItems();
            assertThat(all).isNotEmpty().allSatisfy(progress -> {
                assertThat(progress.done()).isZero();
                assertThat(progress.total()).isZero();
                assertThat(progress.perSecond()).isZero();
            });
        }
    }

    @Test
    @DisplayName("B34 updates arrive on the context of their subscriber")
    void updatesArriveOnTheContextOfTheSubscriber() throws Exception {
        for (ProcessPool any : List.of(pool, chores)) {
            Path directory = Scratch.file("step-0").getParent();
            Tracked<Integer> call = any.track(ChoresTasks.steps(directory, 1));
            Context context = VertxContext.getOrCreateDuplicatedContext(vertx.getOrCreateContext());
            Set<Object> seen = ConcurrentHashMap.newKeySet();
            CompletableFuture<Void> begun = new CompletableFuture<>();
            CompletableFuture<Context> end = new CompletableFuture<>();
            context.runOnContext(nothing -> call.updates().subscribe().with(progress -> {
                seen.add(Vertx.currentContext() == null ? "none" : Vertx.currentContext());
                if (progress.done() == 1) {
                    begun.complete(null);
                }
            }, end::completeExceptionally, () -> end.complete(Vertx.currentContext())));
            begun.get(30, TimeUnit.SECONDS);
            Files.createFile(directory.resolve("step-1"));

            assertThat(end.get(30, TimeUnit.SECONDS)).isSameAs(context);
            assertThat(seen).containsExactly(context);
        }
    }

    @Test
    @DisplayName("B34 who does not want to follow any more does not cancel the call")
    void cancellingTheSubscriptionDoesNotCancelTheCall() throws Exception {
        Path running = Scratch.file("running");
        Path gate = Scratch.file("gate");
        Tracked<Long> call = pool.track(ChoresTasks.passWhenOpen(running, gate));
        AssertSubscriber<Progress> updates = updates(call).awaitItems(1, LONG);
        long pid = Scratch.awaitPid(running);

        updates.cancel();
        Files.createFile(gate);

        assertThat(call.result().toCompletableFuture().get(30, TimeUnit.SECONDS)).isEqualTo(pid);
        assertThat(updates.hasCompleted()).isFalse();
    }

    @Test
    @DisplayName("B7 cancelling the result of a call that is followed cancels it and ends its updates")
    void cancellingTheResultCancelsTheCall() {
        Path running = Scratch.file("running");
        Path end = Scratch.file("end");
        Tracked<Void> call = pool.track(ChoresTasks.endWhenInterrupted(running, end));
        AssertSubscriber<Progress> updates = updates(call);
        Scratch.awaitPid(running);

        call.result().toCompletableFuture().cancel(true);

        updates.awaitCompletion(LONG);
        Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(end).hasContent("interrupted, cancelled: true"));
    }
}
