package io.quarkiverse.processpool.worker;

import java.util.Arrays;
import java.util.concurrent.Callable;

import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.EntryPoints;
import io.quarkiverse.processpool.wire.ProtocolException;

/** Worker side: the entry points by the numbers that the parent gave them on this connection. */
final class EntryTable {

    private static final int MAX_ENTRIES = 1 << 16;

    private final EntryPoints own;
    private EntryPoint<?, ?>[] entries = new EntryPoint<?, ?>[8];
    private String[] problems = new String[8];

    EntryTable(EntryPoints own) {
        this.own = own;
    }

    /** Looks an entry point up; one that is not there is remembered as a problem of the tasks that will name it. */
    void define(int number, String workerClass, String signature) throws ProtocolException {
        if (number < 0 || number >= MAX_ENTRIES || workerClass == null || signature == null) {
            throw new ProtocolException("an entry point numbered ".concat(Integer.toString(number)));
        }
        if (number >= entries.length) {
            int length = Math.max(number + 1, entries.length * 2);
            entries = Arrays.copyOf(entries, length);
            problems = Arrays.copyOf(problems, length);
        }
        try {
            entries[number] = find(workerClass).entryPoint(signature);
            problems[number] = entries[number] != null ? null
                    : workerClass.concat(" has no entry point ").concat(signature)
                            .concat(": parent and worker run different versions of the class");
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            problems[number] = "the worker cannot load ".concat(workerClass).concat(": ").concat(e.toString());
        }
    }

    private EntryPoints find(String workerClass) throws ReflectiveOperationException {
        if (own.getClass().getName().equals(workerClass)) {
            return own;
        }
        Class<?> found = Class.forName(workerClass, true, Thread.currentThread().getContextClassLoader());
        if (!EntryPoints.class.isAssignableFrom(found)) {
            throw new ClassNotFoundException(workerClass.concat(" is not generated for a marked method"));
        }
        return (EntryPoints) found.getDeclaredConstructor().newInstance();
    }

    @SuppressWarnings("unchecked") // the erased types are those of one entry point throughout
    EntryPoint<Callable<Object>, Object> get(int number) {
        return number >= 0 && number < entries.length ? (EntryPoint<Callable<Object>, Object>) entries[number] : null;
    }

    String problem(int number) {
        String problem = number >= 0 && number < problems.length ? problems[number] : null;
        return problem != null ? problem : "no entry point has the number ".concat(Integer.toString(number));
    }
}
