package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.wire.WorkerSettings;

/** Parent side: starts the processes of workers, serves each with a thread, and reports its death to the dispatcher. */
final class WorkerLauncher {

    /** Made while there is memory for it. */
    private static final Verdict NOT_READ = new Verdict.ChannelLost();

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

    /** Starts the process of a new worker, once. Returns at once; does not fail. */
    void launch(WorkerHandle worker) {
        if (worker.isLaunched.compareAndSet(false, true)) {
            try {
                attend(worker, new Runnable() {
                    @Override
                    public void run() {
                        start(worker);
                    }
                });
            } catch (Error e) {
                worker.isLaunched.set(false); // the watchdog sees that
            }
        }
    }

    private void start(WorkerHandle worker) {
        WorkerProcess process;
        try {
            process = new WorkerProcess(worker, dispatcher, command(worker), directory, threads, log);
        } catch (Throwable e) {
            died(worker, null, e);
            return;
        }
        worker.process = process;
        if (worker.verdict() != null) {
            kill(worker);
        }
        serve(worker, process);
    }

    /** On a thread of its own. */
    private void attend(WorkerHandle worker, Runnable work) {
        Thread before = worker.attendant;
        Thread next = threads.thread(worker.name + "-reader", work);
        worker.attendant = next;
        try {
            next.start();
        } catch (Error e) {
            worker.attendant = before;
            throw e;
        }
    }

    /** Has another thread do what one has left undone that lacked memory and ended. */
    void attendAnew(WorkerHandle worker) {
        attend(worker, () -> {
            if (worker.process == null) {
                died(worker, null, new OutOfMemoryError("no memory to start its process"));
                return;
            }
            if (worker.process.isAlive()) {
                worker.condemn(NOT_READ);
            }
            killNow(worker.process);
            if (worker.reader != null) {
                worker.reader.tellRest(); // and no more: nobody knows how far it has come in its frame
                worker.channel.close();
            }
            seeToItsEnd(worker, worker.process, worker.reader != null && worker.reader.wasReady());
        });
    }

    private WorkerCommand command(WorkerHandle worker) {
        return new WorkerCommand(settings, worker.mainClass, archive);
    }

    /** @param death null if it could not be started, for that reason */
    private void died(WorkerHandle worker, Death death, Throwable problem) {
        Death known = death;
        Throwable obstacle = null;
        for (int tries = 0;; tries++) {
            try {
                if (known == null && obstacle != null) {
                    dispatcher.lifecycle().neverStarted(worker, obstacle);
                    return;
                }
                if (known == null) {
                    known = Death.unborn(worker.name, worker.verdict(), problem, command(worker));
                }
                dispatcher.lifecycle().died(worker, known, obstacle);
                return;
            } catch (Throwable e) {
                boolean isWorthATry = Shortage.pause(tries, e);
                if (!isWorthATry && obstacle != null) {
                    return; // not even that can be told
                }
                obstacle = isWorthATry ? null : e;
            }
        }
    }

    private void serve(WorkerHandle worker, WorkerProcess process) {
        boolean isConnected = false;
        try {
            isConnected = connect(worker, process);
        } catch (Throwable e) {
            tellThatItIsNotConnected(worker, e);
        }
        if (isConnected) {
            readOn(worker, process);
        } else {
            seeToItsEnd(worker, process, false);
        }
    }

    /** @return false if the process ended before */
    private boolean connect(WorkerHandle worker, WorkerProcess process) throws IOException {
        SocketChannel socket = process.endpoint().accept(settings.maxPayload() + WorkerSettings.FRAME_OVERHEAD);
        if (socket == null) {
            return false;
        }
        worker.salvage = new Salvage(worker, dispatcher, threads, allowed);
        worker.connected(socket, threads, process.endpoint().page(),
                process.endpoint().lane(),
                new WorkerReader(worker, dispatcher, process.endpoint().reader(), process.endpoint().settings(),
                        allowed));
        dispatcher.cameUp();
        return true;
    }

    private void tellThatItIsNotConnected(WorkerHandle worker, Throwable problem) {
        try {
            log.log(worker.verdict() == null ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    "The worker " + worker + " could not be connected", problem);
        } catch (Error e) {
            // its death is told in any case
        }
    }

    private void readOn(WorkerHandle worker, WorkerProcess process) {
        boolean isReader = true;
        try {
            isReader = worker.reader.run();
        } catch (Throwable e) {
            Shortage.note(); // nobody reads on
        }
        if (isReader) {
            if (worker.verdict() instanceof Verdict.ProtocolBroken) {
                killNow(process); // or its task sees that nobody listens, and that is what the caller is told
            }
            worker.channel.close();
            seeToItsEnd(worker, process, worker.reader.wasReady());
        }
    }

    private void seeToItsEnd(WorkerHandle worker, WorkerProcess process, boolean wasReady) {
        Death death = awaitWhateverComes(worker, process, wasReady);
        try {
            cleanUp(worker, process);
            if (!wasReady && death.verdict() == null && process.command().hasArchive()) {
                archive.distrust();
            }
            if (death.verdict() == null && death.exitValue() != 0) {
                log.log(System.Logger.Level.WARNING, "Worker " + worker + " has ended: " + death.cause());
            }
        } catch (Throwable e) {
            // its files are swept later, and its tasks say what it has died of
        }
        if (wasReady) {
            Shortage.persist(worker.salvage);
        }
        died(worker, death, null);
        try {
            if (worker.channel != null) {
                worker.channel.end();
            }
        } catch (Error e) {
            // its memory goes when the collector finds it
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
        boolean inShort = false;
        for (int tries = 0;; tries++) {
            try {
                return process.await(worker, wasReady, inShort);
            } catch (InterruptedException e) {
                killNow(process);
            } catch (Throwable e) {
                inShort = !Shortage.pause(tries, e);
            }
        }
    }

    private static void killNow(WorkerProcess process) {
        try {
            process.kill();
        } catch (Error e) {
            // it is dead all the same, if not all that it has started
        }
    }

    /** Has what the worker has done and cannot send delivered, on another thread. */
    void salvage(WorkerHandle worker) {
        threads.execute(worker.salvage);
    }

    /** Has another thread read what the worker answers, when the one that did stands still. */
    void relieve(WorkerHandle worker) {
        Runnable next = () -> readOn(worker, worker.process);
        boolean isRead = !worker.reader.takeOver(dispatcher.state.late);
        while (!isRead) {
            try {
                attend(worker, next);
                isRead = true;
            } catch (Error e) {
                Shortage.pause();
            }
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

    /** Kills the process of a worker, on another thread. Does not fail. */
    void kill(WorkerHandle worker) {
        WorkerProcess process = worker.process;
        Verdict verdict = worker.verdict();
        if (process != null && worker.isKilled.compareAndSet(false, true)) {
            try {
                threads.execute(verdict != null && verdict.wantsDump()
                        ? () -> process.killAfterDump(verdict.limit() == Limit.MEMORY)
                        : process::kill);
            } catch (Error e) {
                worker.isKilled.set(false); // the watchdog sees that
            }
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
