package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.quarkiverse.processpool.wire.WorkerSettings;

/** Parent side: starts the processes of workers, serves each with a thread, and reports its death to the dispatcher. */
final class WorkerLauncher {

    private final Dispatcher dispatcher;
    private final PoolSettings settings;
    private final PoolThreads threads;
    private final PoolDirectory directory = new PoolDirectory();
    private final System.Logger logger;
    private final ObjectInputFilter allowed;

    WorkerLauncher(Dispatcher dispatcher, PoolThreads threads) {
        this.dispatcher = dispatcher;
        this.settings = dispatcher.settings;
        this.threads = threads;
        this.logger = System.getLogger("io.quarkiverse.processpool.worker." + settings.name());
        this.allowed = settings.allowedClasses().isEmpty() ? null
                : ObjectInputFilter.Config.createFilter(String.join(";", settings.allowedClasses()));
    }

    /** Starts the process of a new worker. Returns at once. */
    void launch(WorkerHandle worker) {
        threads.execute(() -> start(worker));
    }

    private void start(WorkerHandle worker) {
        WorkerCommand command = new WorkerCommand(settings, worker.mainClass);
        WorkerProcess process;
        try {
            process = new WorkerProcess(worker.name, settings, command, directory, threads, logger);
        } catch (IOException | RuntimeException e) {
            dispatcher.died(worker, new Death(worker.name, -1, -1, worker.verdict(), List.of(e.toString()), command, false));
            return;
        }
        worker.process = process;
        if (worker.verdict() != null) {
            process.kill();
        }
        threads.start(worker.name + "-reader", () -> serve(worker, process));
    }

    private void serve(WorkerHandle worker, WorkerProcess process) {
        boolean ready = false;
        try {
            SocketChannel socket = process.accept(settings.maxPayload() + WorkerSettings.FRAME_OVERHEAD);
            if (socket != null) {
                ready = true;
                worker.connected(socket, threads, process.page(),
                        new WorkerReader(worker, dispatcher, process.reader(), allowed));
                dispatcher.ready(worker);
                readOn(worker, process);
                return;
            }
        } catch (IOException | RuntimeException e) {
            logger.log(worker.verdict() == null ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    "The worker " + worker + " could not be connected", e);
        }
        seeToItsEnd(worker, process, ready);
    }

    private void readOn(WorkerHandle worker, WorkerProcess process) {
        if (worker.reader.run()) {
            worker.channel.close();
            seeToItsEnd(worker, process, true);
        }
    }

    private void seeToItsEnd(WorkerHandle worker, WorkerProcess process, boolean wasReady) {
        try {
            Death death = process.await(worker, wasReady);
            logger.log(death.verdict() == null && death.exitValue() != 0 ? System.Logger.Level.WARNING
                    : System.Logger.Level.DEBUG, () -> "Worker " + worker + " has ended: " + death.cause());
            dispatcher.died(worker, death);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.kill();
        }
    }

    /** Has another thread read what the worker answers, when the one that did stands still. */
    void relieve(WorkerHandle worker) {
        if (worker.reader.takeOver()) {
            threads.start(worker.name + "-reader", () -> readOn(worker, worker.process));
        }
    }

    /** Kills the process of a worker, on another thread. */
    void kill(WorkerHandle worker) {
        WorkerProcess process = worker.process;
        if (process != null) {
            threads.execute(process::kill);
        }
    }

    /** Nothing will be started any more. */
    void over() {
        try {
            directory.remove();
        } catch (IOException e) {
            logger.log(System.Logger.Level.WARNING, "The directory of the pool '" + settings.name() + "' could not be removed",
                    e);
        }
        threads.end();
    }
}
