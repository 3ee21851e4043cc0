package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.wire.WorkerSettings;

/** Parent side: starts the processes of workers, serves each with a thread, and reports its death to the dispatcher. */
final class WorkerLauncher {

    private final Dispatcher dispatcher;
    private final PoolSettings settings;
    private final PoolThreads threads;
    private final PoolDirectory directory = new PoolDirectory();
    private final WorkerLog log;
    private final ClassArchive archive;
    private final ObjectInputFilter allowed;

    WorkerLauncher(Dispatcher dispatcher, PoolThreads threads) {
        this.dispatcher = dispatcher;
        this.settings = dispatcher.settings;
        this.threads = threads;
        this.log = new WorkerLog(settings.name(), settings.recording() != null);
        this.archive = new ClassArchive(settings);
        this.allowed = settings.allowedClasses().isEmpty() ? null
                : ObjectInputFilter.Config.createFilter(String.join(";", settings.allowedClasses()));
    }

    /** Starts the process of a new worker. Returns at once. */
    void launch(WorkerHandle worker) {
        threads.execute(new Runnable() {
            @Override
            public void run() {
                start(worker);
            }
        });
    }

    private void start(WorkerHandle worker) {
        WorkerCommand command = new WorkerCommand(settings, worker.mainClass, archive);
        WorkerProcess process;
        try {
            process = new WorkerProcess(worker, dispatcher, command, directory, threads, log);
        } catch (IOException | RuntimeException e) {
            dispatcher.lifecycle().died(worker, Death.unborn(worker.name, worker.verdict(), e, command));
            return;
        }
        worker.process = process;
        if (worker.verdict() != null) {
            process.kill();
        }
        threads.start(worker.name + "-reader", new Runnable() {
            @Override
            public void run() {
                serve(worker, process);
            }
        });
    }

    private void serve(WorkerHandle worker, WorkerProcess process) {
        try {
            SocketChannel socket = process.endpoint().accept(settings.maxPayload() + WorkerSettings.FRAME_OVERHEAD);
            if (socket != null) {
                worker.salvage = new Salvage(worker, dispatcher, threads, allowed);
                worker.connected(socket, threads, process.endpoint().page(),
                        process.endpoint().lane(),
                        new WorkerReader(worker, dispatcher, process.endpoint().reader(), process.endpoint().settings(),
                                allowed));
                readOn(worker, process);
                return;
            }
        } catch (IOException | RuntimeException e) {
            log.log(worker.verdict() == null ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    "The worker " + worker + " could not be connected", e);
        }
        seeToItsEnd(worker, process, false);
    }

    private void readOn(WorkerHandle worker, WorkerProcess process) {
        if (worker.reader.run()) {
            worker.channel.close();
            seeToItsEnd(worker, process, worker.reader.wasReady());
        }
    }

    private void seeToItsEnd(WorkerHandle worker, WorkerProcess process, boolean wasReady) {
        Death death = awaitWhateverComes(worker, process, wasReady);
        cleanUp(worker, process);
        if (!wasReady && death.verdict() == null && process.command().hasArchive()) {
            archive.distrust();
        }
        if (death.verdict() == null && death.exitValue() != 0) {
            log.log(System.Logger.Level.WARNING, "Worker " + worker + " has ended: " + death.cause());
        }
        if (wasReady) {
            worker.salvage.run();
        }
        dispatcher.lifecycle().died(worker, death);
        if (worker.channel != null) {
            worker.channel.end();
        }
    }

    private void cleanUp(WorkerHandle worker, WorkerProcess process) {
        try {
            process.cleanUp();
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "Not all files of the worker " + worker + " could be removed", e);
        }
    }

    /** A death that is not reported would keep its tasks waiting for ever; so an interrupt only hurries it. */
    private static Death awaitWhateverComes(WorkerHandle worker, WorkerProcess process, boolean wasReady) {
        while (true) {
            try {
                return process.await(worker, wasReady);
            } catch (InterruptedException e) {
                process.kill();
            }
        }
    }

    /** Has what the worker has done and cannot send delivered, on another thread. */
    void salvage(WorkerHandle worker) {
        threads.execute(worker.salvage);
    }

    /** Has another thread read what the worker answers, when the one that did stands still. */
    void relieve(WorkerHandle worker) {
        if (worker.reader.takeOver(dispatcher.state.late)) {
            threads.start(worker.name + "-reader", () -> readOn(worker, worker.process));
        }
    }

    /** Does that on another thread. */
    void aside(Runnable work) {
        threads.execute(work);
    }

    /** On another thread: what processes that were killed with all their workers have left is removed. */
    void removeLeftovers() {
        threads.execute(directory::removeLeftovers);
    }

    /** Kills the process of a worker, on another thread. */
    void kill(WorkerHandle worker) {
        WorkerProcess process = worker.process;
        Verdict verdict = worker.verdict();
        if (process != null) {
            threads.execute(verdict != null && verdict.wantsDump()
                    ? () -> process.killAfterDump(verdict.limit() == Limit.MEMORY)
                    : process::kill);
        }
    }

    /** Gives the worker an order down its leash, on another thread. */
    void order(WorkerHandle worker, int order) {
        WorkerProcess process = worker.process;
        threads.execute(() -> process.order(order));
    }

    ClassArchive archive() {
        return archive;
    }

    /** Makes the archive of the workers' classes, on another thread. */
    void makeArchive(List<String> classNames) {
        threads.execute(() -> archive.make(classNames));
    }

    void log(String message) {
        log.log(System.Logger.Level.INFO, message);
    }

    void warn(String message) {
        log.log(System.Logger.Level.WARNING, message);
    }

    void warn(String message, Throwable problem) {
        log.log(System.Logger.Level.WARNING, message, problem);
    }

    /** Nothing will be started any more. */
    void over() {
        threads.end();
    }
}
