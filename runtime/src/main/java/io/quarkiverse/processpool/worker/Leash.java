package io.quarkiverse.processpool.worker;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.Kin;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Worker side: a thread that reads standard input. The parent holds the other end and never closes it while the worker
 * should live, so its end means that the parent is gone, however it went. Then the processes that tasks have started are
 * killed, the worker's directory is removed, and this process halts. What must reach a busy worker comes down the leash
 * too, one byte for each order.
 */
final class Leash extends Thread {

    /** How long the shutdown hooks of a worker may take if the parent does not end it before. */
    private static final long LAST_MILLIS = 60_000;

    private static final long GRACE_MILLIS = 1_000;

    private final FileChannel in;
    private final WorkerSettings settings;
    private final SharedPage page;
    private final Interruption interruption;
    private final HeapGrowth heap;
    private final Thread tasks = Thread.currentThread();
    private volatile boolean released;
    private volatile boolean cut;

    Leash(FileInputStream in, WorkerSettings settings, SharedPage page, Interruption interruption, HeapGrowth heap) {
        super("process-pool-leash");
        this.in = in.getChannel();
        this.settings = settings;
        this.page = page;
        this.interruption = interruption;
        this.heap = heap;
        setDaemon(true);
        setPriority(MAX_PRIORITY);
    }

    /** Puts the leash on, until this process ends by itself. */
    void putOn() {
        start();
        Runtime.getRuntime().addShutdownHook(new Release(this));
    }

    /** If the channel is gone because the parent is, the end of this process is for the leash to see to, not for hooks. */
    void awaitItsEnd() {
        try {
            join(GRACE_MILLIS);
            if (cut) {
                join(LAST_MILLIS); // it is at work
            }
        } catch (InterruptedException e) {
            // then without it
        }
    }

    @Override
    public void run() {
        ByteBuffer orders = ByteBuffer.allocate(16);
        try {
            while (in.read(orders) >= 0) {
                for (int i = 0; i < orders.position(); i++) {
                    obey(orders.get(i));
                }
                orders.clear();
            }
        } catch (IOException e) {
            // as good as its end
        }
        cut = !released;
        try {
            if (released) {
                waitForTheEnd();
            } else {
                Estate.remove(settings);
            }
        } catch (Throwable e) {
            // nobody is left to be told
        } finally {
            Exit.cut(ExitCode.LEASH_CUT);
        }
    }

    /** Does not wait for long; orders of a later version are passed over. */
    private void obey(byte order) {
        if (order == WorkerSettings.INTERRUPT) {
            interruption.interrupt(page.cancelled());
        } else if (order == WorkerSettings.DUMP) {
            new ThreadDump(tasks, settings.dump(), page).start();
        } else if (order == WorkerSettings.WAKE) {
            LockSupport.unpark(tasks);
        } else if (order == WorkerSettings.REST) {
            heap.rest();
        }
    }

    private synchronized void waitForTheEnd() throws InterruptedException {
        interrupted(); // that was the release
        wait(LAST_MILLIS);
    }

    /**
     * Leaves the mark of an end that was ordered inside, and ends what the tasks have started. And: a JVM that ends
     * waits 300 ms for a thread that is in a system call; so the leash is taken out of its own.
     */
    private static final class Release extends Thread {

        private final Leash leash;

        Release(Leash leash) {
            super("process-pool-leash-release");
            this.leash = leash;
        }

        @Override
        public void run() {
            leash.page.ends();
            Kin.killDescendants(ProcessHandle.current()); // while this process can still see to their end
            leash.released = true;
            leash.interrupt();
        }
    }
}
