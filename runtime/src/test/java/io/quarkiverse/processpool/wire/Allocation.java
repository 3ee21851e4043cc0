package io.quarkiverse.processpool.wire;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/** How many bytes of heap this thread takes while it runs something. */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {
    }

    public static long of(Runnable action) {
        long id = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(id);
        action.run();
        return THREADS.getThreadAllocatedBytes(id) - before;
    }
}
