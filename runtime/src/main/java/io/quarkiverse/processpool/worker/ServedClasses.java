package io.quarkiverse.processpool.worker;

import java.util.ArrayList;
import java.util.HashMap;

import io.quarkiverse.processpool.wire.EntryPoints;

/**
 * Worker side: the classes whose methods this worker runs, each made and initialised once, before its first task. One
 * whose initialisation failed stays failed for the life of the process: what it left half done is not to be built
 * upon.
 */
final class ServedClasses {

    private final EntryPoints own;
    private final HashMap<String, EntryPoints> made = new HashMap<>();
    private final HashMap<String, Throwable> failures = new HashMap<>();
    private final ArrayList<EntryPoints> ready = new ArrayList<>();

    /** @param own the class that this worker was started for */
    ServedClasses(EntryPoints own) {
        this.own = own;
    }

    /**
     * Initialises the class that this worker was started for.
     *
     * @return what that threw, or null
     */
    Throwable initOwn() {
        String name = own.getClass().getName();
        made.put(name, own);
        init(name, own);
        return failures.get(name);
    }

    /** The class of that name; the first call makes and initialises it. */
    EntryPoints find(String workerClass) throws ReflectiveOperationException {
        EntryPoints known = made.get(workerClass);
        if (known == null) {
            known = make(workerClass);
            made.put(workerClass, known);
            init(workerClass, known);
        }
        return known;
    }

    private static EntryPoints make(String workerClass) throws ReflectiveOperationException {
        Class<?> found = Class.forName(workerClass, true, Thread.currentThread().getContextClassLoader());
        if (!EntryPoints.class.isAssignableFrom(found)) {
            throw new ClassNotFoundException(workerClass.concat(" is not generated for a marked method"));
        }
        return (EntryPoints) found.getDeclaredConstructor().newInstance();
    }

    private void init(String name, EntryPoints points) {
        try {
            points.init();
            ready.add(points);
        } catch (Throwable e) {
            failures.put(name, e);
            print("A @WorkerInit method has failed, called by ", name, e);
        }
    }

    /** What the initialisation of that class threw, or null. */
    Throwable failure(String workerClass) {
        return failures.get(workerClass);
    }

    /** Lets the initialised classes clean up, the last one first; what one throws does not concern the others. */
    void exit() {
        for (int i = ready.size() - 1; i >= 0; i--) {
            EntryPoints points = ready.get(i);
            try {
                points.exit();
            } catch (Throwable e) {
                print("A @WorkerExit method has failed, called by ", points.getClass().getName(), e);
            }
        }
    }

    private static void print(String what, String name, Throwable thrown) {
        System.err.println(what.concat(name).concat(":"));
        try {
            thrown.printStackTrace();
        } catch (Throwable e) {
            System.err.println(thrown.getClass().getName()); // it will not be described
        }
    }
}
