package io.quarkiverse.processpool.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of pools without an application: daemons, because Mutiny's own would keep the process from ending. */
final class PlainThreads {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    static final Executor EXECUTOR = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS,
            new SynchronousQueue<>(), PlainThreads::daemon);

    private PlainThreads() {
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "process-pool-plain-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
