package io.quarkiverse.processpool.worker;

import java.util.Arrays;
import java.util.concurrent.Callable;

import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.EntryPoints;
import io.quarkiverse.processpool.wire.ProtocolException;

/** Worker side: the entry points by the numbers that the parent gave them on this connection. */
final class EntryTable {

    private static final int MAX_ENTRIES = 1 << 16;

    private final ServedClasses classes;
    private EntryPoint<?, ?>[] entries = new EntryPoint<?, ?>[8];
    private String[] problems = new String[8];
    private Throwable[] initFailures = new Throwable[8];

    EntryTable(ServedClasses classes) {
        this.classes = classes;
    }

    /**
     * Looks an entry point up, and initialises its class if it is the first of it. One that is not there, or whose
     * class cannot be initialised, is remembered as a problem of the tasks that will name it.
     */
    void define(int number, String workerClass, String signature) throws ProtocolException {
        if (number < 0 || number >= MAX_ENTRIES || workerClass == null || signature == null) {
            throw new ProtocolException("an entry point numbered ".concat(Integer.toString(number)));
        }
        if (number >= entries.length) {
            int length = Math.max(number + 1, entries.length * 2);
            entries = Arrays.copyOf(entries, length);
            problems = Arrays.copyOf(problems, length);
            initFailures = Arrays.copyOf(initFailures, length);
        }
        entries[number] = null;
        initFailures[number] = null;
        try {
            EntryPoints found = classes.find(workerClass);
            initFailures[number] = classes.failure(workerClass);
            if (initFailures[number] == null) {
                entries[number] = found.entryPoint(signature);
            }
            problems[number] = entries[number] != null ? null
                    : workerClass.concat(" has no entry point ").concat(signature)
                            .concat(": parent and worker run different versions of the class");
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            problems[number] = "the worker cannot load ".concat(workerClass).concat(": ").concat(e.toString());
        }
    }

    @SuppressWarnings("unchecked") // the erased types are those of one entry point throughout
    EntryPoint<Callable<Object>, Object> get(int number) {
        return number >= 0 && number < entries.length ? (EntryPoint<Callable<Object>, Object>) entries[number] : null;
    }

    /** What the initialisation of the class threw that the number belongs to, or null. */
    Throwable initFailure(int number) {
        return number >= 0 && number < initFailures.length ? initFailures[number] : null;
    }

    String problem(int number) {
        String problem = number >= 0 && number < problems.length ? problems[number] : null;
        return problem != null ? problem : "no entry point has the number ".concat(Integer.toString(number));
    }
}
