package io.quarkiverse.processpool.test;

import java.io.FileDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.locks.LockSupport;

/**
 * Does what only native code can do, through the classes of the JDK's module {@code jdk.unsupported}: by
 * reflection, because a compiler warns of them in a way that cannot be turned off.
 */
final class Native {

    private static final long MEGABYTE = 1 << 20;

    private static long taken;

    private Native() {
    }

    /** Writes a word to an address. */
    static void write(long address) {
        unsafe("putAddress", new Class<?>[] { long.class, long.class }, address, 1L);
    }

    /** Takes memory and touches all of it. Answers how many megabytes there are by now. */
    static synchronized int take(int megabytes, long nanosEach) {
        long next = System.nanoTime();
        for (int i = 0; i < megabytes; i++) {
            long address = (long) unsafe("allocateMemory", new Class<?>[] { long.class }, MEGABYTE);
            unsafe("setMemory", new Class<?>[] { long.class, long.class, byte.class }, address, MEGABYTE, (byte) 1);
            taken++;
            next += nanosEach;
            for (long left; nanosEach > 0 && (left = next - System.nanoTime()) > 0;) {
                LockSupport.parkNanos(left);
            }
        }
        return (int) taken;
    }

    /** A descriptor of that number. */
    static FileDescriptor descriptor(int number) {
        try {
            FileDescriptor descriptor = new FileDescriptor();
            Field field = FileDescriptor.class.getDeclaredField("fd");
            long offset = (long) unsafe("objectFieldOffset", new Class<?>[] { Field.class }, field);
            unsafe("putInt", new Class<?>[] { Object.class, long.class, int.class }, descriptor, offset, number);
            return descriptor;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object unsafe(String name, Class<?>[] types, Object... arguments) {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field instance = type.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            Method method = type.getMethod(name, types);
            return method.invoke(instance.get(null), arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
