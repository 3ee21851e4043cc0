package io.quarkiverse.processpool.engine;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.TaskContext;

/** What tasks do that can be watched, asked to end, and limited. */
final class Chores {

    private static final int PAGE = 4096;
    private static final List<ByteBuffer> NATIVE = new ArrayList<>();
    private static final List<byte[]> HEAP = new ArrayList<>();
    private static Object[] full;
    private static byte[] garbage;

    private Chores() {
    }

    /** Sleeps until it is interrupted. */
    @InProcessPool(pool = "misbehave")
    static long endWhenInterrupted(Path announcement, Path end) throws IOException {
        Misbehave.append(announcement, pid());
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Misbehave.append(end, "interrupted, cancelled: " + TaskContext.current().isCancelled());
        }
        return 0;
    }

    /** Looks every now and then whether anybody still waits for it. */
    @InProcessPool(pool = "misbehave")
    static void endWhenCancelled(Path announcement, Path end) throws IOException {
        Misbehave.append(announcement, pid());
        while (!TaskContext.current().isCancelled()) {
            Thread.onSpinWait();
        }
        Misbehave.append(end, "cancelled");
        TaskContext.current().checkCancelled();
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /** The process that it runs in, said after a while. */
    @InProcessPool(pool = "misbehave")
    static long pidAfter(int millis) throws InterruptedException {
        Thread.sleep(millis);
        return ProcessHandle.current().pid();
    }

    /** Says after each step how far it is, and waits for a file of that number before the next one. */
    @InProcessPool(pool = "misbehave")
    static int steps(Path directory, int count) throws InterruptedException {
        for (int i = 1; i <= count; i++) {
            TaskContext.current().progress(i, count);
            Gate.await(directory.resolve("step-" + i));
        }
        return count;
    }

    /** Speaks often for a while, and then is silent for ever. */
    @InProcessPool(pool = "misbehave")
    static void speakAndFallSilent(int words, int pause) throws InterruptedException {
        for (int i = 0; i < words; i++) {
            TaskContext.current().progress(i, 0);
            Thread.sleep(pause);
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    /** Keeps so much memory outside the heap, and really uses it. */
    @InProcessPool(pool = "misbehave")
    static long keepNative(int megabytes) {
        for (int i = 0; i < megabytes; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            for (int at = 0; at < buffer.capacity(); at += PAGE) {
                buffer.put(at, (byte) 1);
            }
            NATIVE.add(buffer);
        }
        return ProcessHandle.current().pid();
    }

    /** The same, in so many milliseconds at least. */
    @InProcessPool(pool = "misbehave")
    static long keepNativeFor(int megabytes, int millis) {
        long until = System.nanoTime() + millis * 1_000_000L;
        long pid = keepNative(megabytes);
        for (long left; (left = until - System.nanoTime()) > 0;) {
            LockSupport.parkNanos(left);
        }
        return pid;
    }

    @InProcessPool(pool = "misbehave")
    static void keepNativeAndGoOn(int megabytes) throws InterruptedException {
        keepNative(megabytes);
        Thread.sleep(Long.MAX_VALUE);
    }

    @InProcessPool(pool = "misbehave")
    static void keepHeapAndGoOn(int megabytes) throws InterruptedException {
        for (int i = 0; i < megabytes; i++) {
            byte[] bytes = new byte[1 << 20];
            for (int at = 0; at < bytes.length; at += PAGE) {
                bytes[at] = 1;
            }
            HEAP.add(bytes);
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    /**
     * Takes memory, of the heap or outside, until its process has so many bytes resident, and says each time when it had not,
     * in
     * milliseconds; takes so many megabytes more, 100 a second; and rests.
     */
    @InProcessPool(pool = "misbehave")
    static void cross(long limit, boolean ofHeap, Path lastBelow, int more) throws IOException, InterruptedException {
        long pid = ProcessHandle.current().pid();
        while (ResidentMemory.of(pid) <= limit) {
            Misbehave.append(lastBelow, Long.toString(System.currentTimeMillis()));
            take(ofHeap);
        }
        for (int i = 0; i < more; i++) {
            take(ofHeap);
            Thread.sleep(10);
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    /** One megabyte. */
    private static void take(boolean ofHeap) {
        if (ofHeap) {
            byte[] bytes = new byte[1 << 20];
            Arrays.fill(bytes, (byte) 1);
            HEAP.add(bytes);
        } else {
            keepNative(1);
        }
    }

    /** Closes standard input by its descriptor, and lives on until somebody minds. */
    @InProcessPool(pool = "misbehave")
    static void closeStandardInput(Path announcement) throws IOException, InterruptedException {
        Misbehave.append(announcement, pid());
        new FileInputStream(FileDescriptor.in).close();
        Thread.sleep(Long.MAX_VALUE);
    }

    /** Fills the heap to the last bytes, and keeps it so. */
    @InProcessPool(pool = "misbehave", retries = 2)
    static int fillTheHeapForGood(int ignored) {
        int length = 1 << 18;
        while (true) {
            try {
                Object[] next = new Object[length];
                next[0] = full;
                full = next;
            } catch (OutOfMemoryError e) {
                if (length == 1) {
                    throw e;
                }
                length /= 2;
            }
        }
    }

    /** Fills the heap to the brim and lives on in the collector; for ever, because it frees a little when that gives up. */
    @InProcessPool(pool = "misbehave")
    static int strangleTheCollector(int ignored) {
        for (int length = 1 << 10;;) {
            try {
                if (length > 1 << 9) {
                    HEAP.add(new byte[length]);
                } else {
                    garbage = new byte[length];
                }
            } catch (OutOfMemoryError e) {
                length = 1 << 9;
                for (int i = 0; i < 8; i++) { // a sublist would need memory that is not there
                    HEAP.remove(HEAP.size() - 1);
                }
            }
        }
    }

    /** Meets young collections with a value that is then garbage, large enough to have become old; the size of the heap. */
    @InProcessPool(pool = "misbehave")
    static long outliveCollections(int values) {
        for (int i = 0; i < values; i++) {
            byte[] value = new byte[1 << 20];
            for (int j = 0; j < 4; j++) {
                garbage = new byte[1 << 20];
            }
            garbage = value;
        }
        garbage = null;
        return Runtime.getRuntime().totalMemory();
    }

    @InProcessPool(pool = "misbehave")
    static void complain(String complaint) {
        System.err.println(complaint);
    }

    /** How often the whole heap was collected, by whoever. */
    @InProcessPool(pool = "misbehave")
    static long fullCollections(int ignored) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> collector.getName().contains("MarkSweep"))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    @InProcessPool(pool = "misbehave")
    static long usedHeap(int ignored) {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @InProcessPool(pool = "misbehave")
    static int readBeside(InputStream in, byte[] bytes) throws IOException {
        return in.read() + bytes.length;
    }

    /** Whoever writes it gets an error, and no exception. */
    static final class FailsToBeWritten implements Serializable {

        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new AssertionError("not to be written");
        }
    }

    @InProcessPool(pool = "misbehave")
    static int readBesideAny(InputStream in, FailsToBeWritten any) throws IOException {
        return in.read();
    }

    /** As deep as there are nodes. */
    record Deep(byte[] load, Deep next) {
    }

    @InProcessPool(pool = "misbehave")
    static Deep deep(int nodes, int length) {
        byte[] load = new byte[length];
        Deep all = null;
        for (int i = 0; i < nodes; i++) {
            all = new Deep(load, all);
        }
        return all;
    }

    /** Keeps so much of the heap from now on; answers how many MiB there are for others. */
    @InProcessPool(pool = "misbehave")
    static long keepHeap(int megabytes) {
        for (int i = 0; i < 4 * megabytes; i++) {
            HEAP.add(new byte[(1 << 18) - 16]);
        }
        return (Runtime.getRuntime().maxMemory() >> 20) - megabytes;
    }

    record Laden(List<byte[]> load, Trouble.Unsendable last) {
    }

    /** Behind so many arrays comes what cannot be sent, if it is to. */
    @InProcessPool(pool = "misbehave")
    static Laden laden(int arrays, int length, boolean isSendable) {
        return new Laden(Collections.nCopies(arrays, new byte[length]),
                isSendable ? null : new Trouble.Unsendable(new Object()));
    }

    /** The directory for temporary files, with two files in it, one of them deep, and beside that a link to somewhere else. */
    @InProcessPool(pool = "misbehave")
    static Path leaveFiles(Path elsewhere) throws IOException {
        Path file = Files.createTempFile("left", ".txt");
        Path deep = Files.createDirectories(file.resolveSibling("a/b/c"));
        Files.writeString(deep.resolve("left.txt"), "left");
        Files.createSymbolicLink(deep.resolve("link"), elsewhere);
        return file.getParent();
    }

    /** Only one of these may run at a time in a pool of one worker: says so if it finds another one. */
    @InProcessPool(pool = "misbehave")
    static long alone(Path lock) throws IOException {
        Files.createFile(lock);
        try {
            return ProcessHandle.current().pid();
        } finally {
            Files.delete(lock);
        }
    }

    /** Counts for very long in a loop in which the compiler sees no reason to stop. */
    @InProcessPool(pool = "misbehave")
    static long countFar(Path announcement) throws IOException {
        long sum = 0;
        for (int round = 0; round < 3; round++) {
            sum += counted(1 << 20);
        }
        Misbehave.append(announcement, pid());
        for (int round = 0; round < 1_000; round++) {
            sum += counted(Integer.MAX_VALUE);
        }
        return sum;
    }

    private static long counted(int to) {
        long sum = 1;
        for (int i = 0; i < to; i++) {
            sum = sum * 31 + i;
            sum ^= sum >>> 7;
        }
        return sum;
    }
}
