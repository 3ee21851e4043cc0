package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.ProcessPoolException;
import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.wire.BriefPolling;
import io.quarkiverse.processpool.wire.EntryPoint;

/** Parent side: a pool that runs tasks in worker processes, which it starts on demand up to its size. */
public final class WorkerPool implements TaskPool {

    private final PoolCore core;
    private final BriefPolling polling = new BriefPolling();

    public WorkerPool(PoolSettings settings) {
        LaunchPreparation.begin(settings);
        PoolThreads threads = new PoolThreads(settings.name());
        Dispatcher dispatcher = new Dispatcher(settings, threads);
        core = new PoolCore(settings, dispatcher, new Ticketing(settings, dispatcher.inputs()), threads,
                settings.callbackExecutor() == null ? threads : settings.callbackExecutor());
        Abandonment.watch(this, core);
        if (settings.starting().minWorkers() > 0) {
            dispatcher().wakeWatchdog(); // which starts them
        }
    }

    /** Settings for a pool of that name. */
    public static PoolBuilder builder(String name) {
        return new PoolBuilder(name);
    }

    public PoolSettings settings() {
        return core.settings();
    }

    @Override
    public String name() {
        return core.settings().name();
    }

    Dispatcher dispatcher() {
        return core.dispatcher();
    }

    void submit(Task<?> task, Receiver receiver) {
        submit(task.entryPoint(), task, receiver);
    }

    private void submit(EntryPoint<?, ?> entry, Callable<?> task, Receiver receiver) {
        Dispatcher dispatcher = dispatcher();
        receiver.pool = this;
        submit(core.ticketing().ticket(entry, task, dispatcher.paces().of(entry), receiver, dispatcher.newIds(1)));
    }

    private void submit(Ticket ticket) {
        try {
            dispatcher().admission().submit(ticket);
        } catch (Throwable e) {
            ticket.isDone(0);
            throw e;
        }
    }

    @Override
    public <R> CompletableFuture<R> submit(Task<R> task) {
        return track(task).future();
    }

    @Override
    public <R> Call<R> track(Task<R> task) {
        SingleCall<R> call = new SingleCall<>(core.callbacks());
        try {
            submit(task, call);
        } catch (ProcessPoolException e) {
            call.failure(0, e);
        }
        return call;
    }

    @Override
    public <R> R apply(Task<R> task) throws Exception {
        return apply(task.entryPoint(), task);
    }

    /** The same for what is no task of the application. */
    <R> R apply(EntryPoint<? extends Callable<R>, R> entry, Callable<R> task) throws Exception {
        BlockingCall<R> call = new BlockingCall<>();
        submit(entry, task, call);
        try {
            return call.await(polling);
        } catch (InterruptedException e) {
            dispatcher().cancel(call);
            throw e;
        }
    }

    @Override
    public <A, R> Call<List<R>> trackMap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        return start(new MapCall<>(core, task, items, 0));
    }

    @Override
    public <A, R> Call<List<R>> trackMap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items,
            int chunkSize) {
        return start(new MapCall<>(core, task, items, PoolBounds.checkChunkSize(chunkSize)));
    }

    private <R> Call<List<R>> start(MapCall<?, R> call) {
        dispatcher().admission().callBegins(call);
        call.pool = this;
        call.feed();
        return call;
    }

    @Override
    public <A, R> Flow.Publisher<R> imap(Function<? super A, ? extends Task<R>> task, Flow.Publisher<? extends A> items,
            ImapOptions options) {
        return new LookAhead<>(() -> new EncodedChunks<>(core, this, options), task, items, options.ordered(), core.threads());
    }

    @Override
    public <R> ResultStream<R> stream(StreamTask<R> task) {
        return new ResultStream<>(arrival -> open(task, arrival));
    }

    @Override
    public <R> Flow.Publisher<R> publisher(StreamTask<R> task) {
        return StreamEmission.publisher(arrival -> open(task, arrival), core.threads());
    }

    private <R> Elements<R> open(StreamTask<R> task, Runnable arrival) {
        Dispatcher dispatcher = dispatcher();
        StreamCall<R> call = new StreamCall<>(task.entryPoint(), dispatcher, arrival);
        call.pool = this;
        submit(core.ticketing().ticket(task.entryPoint(), task, StreamCall.pace(), call, dispatcher.newIds(1)));
        return call;
    }

    @Override
    public PoolStats stats() {
        return dispatcher().caretaker().stats();
    }

    @Override
    public void recycle() {
        dispatcher().turnover().recycle();
    }

    @Override
    public void resize(int workers) {
        dispatcher().turnover().resize(workers);
    }

    @Override
    public void shrink() {
        dispatcher().turnover().shrink();
    }

    @Override
    public void close() {
        dispatcher().ending().close();
    }

    @Override
    public void terminate() {
        dispatcher().ending().terminate(new Verdict.PoolTerminated());
    }

    /** {@link #terminate()} because the application has ended and its tasks were not done in time. */
    public void terminateLate() {
        dispatcher().ending().terminate(Verdict.TimeLimit.shutdown(core.settings().times().shutdown()));
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        return dispatcher().ending().join(timeout);
    }
}
