package io.quarkiverse.processpool.engine;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.wire.Signals;

/** Tasks beside {@link Misbehave}: values that resist, deaths in several ways, and output of all kinds. */
final class Trouble {

    private static final List<byte[]> HEAP = new ArrayList<>();
    private static Object sink;
    /** Ends what loops in this process. */
    static volatile boolean enough;

    private Trouble() {
    }

    /** What a value does when it is written or read by Java serialization. */
    enum Deed {
        NOTHING,
        THROW,
        THROW_ERROR,
        EXIT,
        LOOP;

        void act(String when) {
            switch (this) {
                case NOTHING -> {
                }
                case THROW -> throw new IllegalStateException("hostile " + when);
                case THROW_ERROR -> throw new AssertionError("hostile " + when);
                case EXIT -> System.exit(5);
                case LOOP -> {
                    while (!enough) {
                        Thread.onSpinWait();
                    }
                }
            }
        }
    }

    /** A value that resists. */
    static final class Hostile implements Serializable {

        private static final long serialVersionUID = 1L;
        private final Deed onWrite;
        private final Deed onRead;

        Hostile(Deed onWrite, Deed onRead) {
            this.onWrite = onWrite;
            this.onRead = onRead;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            onWrite.act("when written");
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            onRead.act("when read");
        }
    }

    /** Has a field that nothing can write. */
    @SuppressWarnings("serial") // as is meant
    static final class Unsendable implements Serializable {

        private static final long serialVersionUID = 1L;
        private final Object engine;

        Unsendable(Object engine) {
            this.engine = engine;
        }

        Object engine() {
            return engine;
        }
    }

    record Box(String name, List<Hostile> content) {
    }

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive");
            }
        }

        @Override
        public int value() {
            return value - 1; // so that it cannot be rebuilt from 1
        }
    }

    static final class HostileException extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final Hostile payload;

        HostileException(String message, Hostile payload) {
            super(message);
            this.payload = payload;
        }

        Hostile payload() {
            return payload;
        }
    }

    /** A record that throws what it does not declare, as code of other languages does. */
    record Touchy(int x) {

        /** Throws what cannot be asked what it says. */
        static final int SPEECHLESS = 666;
        /** In this process, or -1: the one whose accessor throws, and the one whose constructor does. */
        static volatile int unwritable = -1;
        static volatile int unreadable = -1;

        Touchy {
            if (x == unreadable) {
                refuse(x);
                throw undeclared("touchy when read");
            }
        }

        @Override
        public int x() {
            if (x == unwritable) {
                refuse(x);
                throw undeclared("touchy when written");
            }
            return x;
        }
    }

    /** Throws when it is asked what it says. */
    static final class Speechless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("nothing to say");
        }
    }

    private static void refuse(int x) {
        if (x == Touchy.SPEECHLESS) {
            throw new Speechless();
        }
    }

    /** Throws an {@link IOException}. */
    static RuntimeException undeclared(String message) {
        Trouble.<RuntimeException> throwAny(new IOException(message));
        return null; // never
    }

    @InProcessPool(pool = "trouble")
    static int weigh(Touchy value) {
        return value.x();
    }

    /** So many, of which one cannot be written. */
    @InProcessPool(pool = "trouble")
    static Stream<Touchy> touchies(int count, int unwritable) {
        Touchy.unwritable = unwritable;
        return IntStream.range(0, count).mapToObj(Touchy::new).onClose(() -> Touchy.unwritable = -1);
    }

    @InProcessPool(pool = "trouble")
    static Touchy touchy(int x) {
        return new Touchy(x);
    }

    @InProcessPool(pool = "trouble")
    static boolean take(Hostile argument) {
        return argument != null;
    }

    @InProcessPool
    static String property(String key) {
        return System.getProperty(key);
    }

    @InProcessPool
    static void tellProperty(String key) {
        System.out.println("child " + key + "=" + System.getProperty(key));
    }

    @InProcessPool
    static boolean takeBox(Box box) {
        return true;
    }

    @InProcessPool
    static Box giveBox(Deed onWrite, Deed onRead) {
        return new Box("box", List.of(new Hostile(onWrite, onRead)));
    }

    @InProcessPool
    static boolean takePositive(Positive number) {
        return true;
    }

    @InProcessPool(pool = "trouble")
    static Hostile give(Deed onWrite, Deed onRead) {
        return new Hostile(onWrite, onRead);
    }

    @InProcessPool(pool = "trouble")
    static void hurl(Deed onWrite, Deed onRead) {
        throw new HostileException("hurled", new Hostile(onWrite, onRead));
    }

    @InProcessPool(pool = "trouble")
    static boolean takeUnsendable(Unsendable argument) {
        return argument.engine() != null;
    }

    @InProcessPool(pool = "trouble")
    static Unsendable giveUnsendable(int ignored) {
        return new Unsendable(new Thread());
    }

    @InProcessPool(pool = "trouble")
    static long pid(int ignored) {
        return ProcessHandle.current().pid();
    }

    /** Throws an exception with so many causes below one another; the last may have the first as its cause. */
    @InProcessPool(pool = "trouble")
    static void throwWithCauses(int causes, boolean cyclic) {
        IllegalStateException first = new IllegalStateException("0");
        Throwable last = first;
        for (int i = 1; i <= causes; i++) {
            Throwable next = new IllegalArgumentException(Integer.toString(i));
            last.initCause(next);
            last = next;
        }
        if (cyclic) {
            last.initCause(first);
        }
        throw first;
    }

    @InProcessPool(pool = "trouble")
    static void throwWithSuppressed(int count) {
        IllegalStateException e = new IllegalStateException("main");
        for (int i = 0; i < count; i++) {
            IllegalArgumentException suppressed = new IllegalArgumentException("suppressed " + i,
                    new IOException("cause " + i));
            e.addSuppressed(suppressed);
        }
        e.addSuppressed(new Misbehave.OnlyHere("x", "unknown"));
        throw e;
    }

    /** Throws a throwable of that class, made without a constructor's argument or with a text. */
    @InProcessPool(pool = "trouble")
    static void throwOne(String className) throws ReflectiveOperationException {
        Class<?> type = Class.forName(className);
        Throwable made;
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(String.class);
            constructor.setAccessible(true);
            made = (Throwable) constructor.newInstance("thrown on purpose");
        } catch (NoSuchMethodException | java.lang.reflect.InaccessibleObjectException e) {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            made = (Throwable) constructor.newInstance();
        }
        throwAny(made);
    }

    @SuppressWarnings("unchecked") // the compiler takes it for an exception that is not checked
    private static <T extends Throwable> void throwAny(Throwable any) throws T {
        throw (T) any;
    }

    /** Is not a subclass of Exception or Error. */
    static final class JustThrowable extends Throwable {

        private static final long serialVersionUID = 1L;

        JustThrowable(String message) {
            super(message);
        }
    }

    /** Cannot even say what it is. */
    static final class Mute extends Error {

        private static final long serialVersionUID = 1L;

        Mute(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message for you");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text for you");
        }
    }

    static final class NoInitialization {

        static final int VALUE = fail();

        private NoInitialization() {
        }

        private static int fail() {
            throw new IllegalStateException("no class for you");
        }
    }

    @InProcessPool(pool = "trouble")
    static int initializerFails(int ignored) {
        return NoInitialization.VALUE;
    }

    /** Refuses to end: catches all there is, and has a handler of TERM and a shutdown hook that never end; says so. */
    @InProcessPool(pool = "trouble")
    static int refuseToEnd(Path announcement) throws IOException, InterruptedException {
        CountDownLatch terminated = new CountDownLatch(1);
        Signals.handle("TERM", () -> {
            terminated.countDown();
            sleepForEver();
        });
        Runtime.getRuntime().addShutdownHook(new Thread(Trouble::sleepForEver, "refuses to end"));
        Signals.raise("TERM");
        terminated.await();
        return Misbehave.spin(announcement);
    }

    private static void sleepForEver() {
        for (;;) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (Throwable e) {
                // goes on
            }
        }
    }

    /** Fills the heap up to the last few kilobytes and goes on allocating; says so when it has begun to. */
    @InProcessPool(pool = "trouble")
    static void collectGarbageForEver(Path announcement) throws IOException {
        Misbehave.append(announcement, Long.toString(ProcessHandle.current().pid()));
        for (int size = 1 << 20; size >= 1 << 10; size >>= 1) {
            try {
                for (;;) {
                    HEAP.add(new byte[size]);
                }
            } catch (OutOfMemoryError e) {
                // on with smaller ones
            }
        }
        HEAP.remove(HEAP.size() - 1);
        for (;;) {
            try {
                sink = new byte[1 << 9];
            } catch (OutOfMemoryError e) {
                sink = null;
            }
        }
    }

    /** Writes so many lines to each of System.out, System.err, the logging of the JDK and descriptor 1. */
    @InProcessPool(pool = "trouble")
    static int printInAllWays(int lines) throws IOException {
        Logger logger = Logger.getLogger("trouble");
        FileOutputStream one = new FileOutputStream(FileDescriptor.out);
        PrintStream descriptor = new PrintStream(one, false, StandardCharsets.UTF_8);
        for (int i = 0; i < lines; i++) {
            System.out.println("<out " + i + " " + filler(i) + ">");
            System.err.println("<err " + i + " " + filler(i) + ">");
            logger.info("<jul " + i + " " + filler(i) + ">");
            descriptor.write(("<one " + i + " " + filler(i) + ">\n").getBytes(StandardCharsets.UTF_8));
            if (i % 1000 == 0) {
                System.gc(); // with -Xlog:gc the JVM itself writes
            }
        }
        return lines;
    }

    /** Says that line in three ways again and again until that file is there. */
    @InProcessPool(pool = "trouble")
    static void sayUntil(String line, Path gate) throws IOException, InterruptedException {
        FileOutputStream one = new FileOutputStream(FileDescriptor.out);
        do {
            System.out.println("out " + line);
            System.err.println("err " + line);
            one.write(("one " + line + "\n").getBytes(StandardCharsets.UTF_8));
            Thread.sleep(5);
        } while (!java.nio.file.Files.exists(gate));
    }

    /** The number, after that time. */
    @InProcessPool(pool = "trouble")
    static int numberAfter(int number, int micros) {
        if (micros > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(micros * 1000L);
        }
        return number;
    }

    /** Says its number twice between pauses of that length. */
    @InProcessPool(pool = "trouble")
    static int sayNumber(int number, int micros) {
        java.util.concurrent.locks.LockSupport.parkNanos(micros * 1000L);
        System.out.println("number " + number + ".");
        java.util.concurrent.locks.LockSupport.parkNanos(micros * 1000L);
        System.out.println("number " + number + ".");
        java.util.concurrent.locks.LockSupport.parkNanos(micros * 1000L);
        return number;
    }

    /** Characters of 2, 3 and 4 bytes behind a run that grows: each falls on the edge of a buffer some time. */
    static String filler(int line) {
        return ".".repeat(line % 97) + "é€😀";
    }

    @InProcessPool(pool = "trouble")
    static void complainAtLength(int lines) {
        for (int i = 0; i < lines; i++) {
            System.err.println("complaint " + i + " " + ".".repeat(80));
        }
        Runtime.getRuntime().halt(9);
    }

    /** Writes to address 0, as broken native code does. */
    @InProcessPool(pool = "trouble")
    static void crashNatively(int ignored) throws ReflectiveOperationException {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field instance = unsafe.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        unsafe.getMethod("putAddress", long.class, long.class).invoke(instance.get(null), 0L, 0L);
    }

    @InProcessPool(pool = "trouble")
    static void killItself(int ignored) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid())).start().waitFor();
    }

    /** Language and region, time zone, encoding of text, and whether assertions are on. */
    @InProcessPool(pool = "trouble")
    static List<String> surroundings(int ignored) {
        boolean assertions = Trouble.class.desiredAssertionStatus();
        return List.of(Locale.getDefault().toLanguageTag(), TimeZone.getDefault().getID(),
                java.nio.charset.Charset.defaultCharset().name(), Boolean.toString(assertions));
    }

    /** Starts a process that would outlive everything, and waits for that file for ever. */
    @InProcessPool(pool = "trouble")
    static void spawnAndWait(Path gate) throws IOException, InterruptedException {
        new ProcessBuilder("sleep", "1000").start();
        Gate.await(gate);
    }

    /** Ends its worker, with or without shutdown hooks, and has a child alive. */
    @InProcessPool(pool = "trouble")
    static void spawnAndEnd(Path announcement, boolean orderly) throws IOException {
        Misbehave.spawn(announcement);
        if (orderly) {
            System.exit(3);
        }
        Misbehave.halt(9);
    }

    /** Dies with a child alive. */
    @InProcessPool(pool = "trouble")
    static void spawnAndHalt(int ignored) throws IOException {
        new ProcessBuilder("sleep", "1000").start();
        Misbehave.halt(9);
    }

    /** Dies after each line, and nobody has declared that it may be repeated. */
    @InProcessPool(pool = "trouble")
    static void noteAndHalt(Path file) throws IOException {
        Misbehave.append(file, "ran");
        Misbehave.halt(9);
    }

    @InProcessPool(pool = "trouble")
    static int length(byte[] bytes) {
        return bytes.length;
    }

    @InProcessPool(pool = "trouble")
    static byte[] ofLength(int length) {
        byte[] bytes = new byte[length];
        bytes[length - 1] = 7;
        return bytes;
    }
}
