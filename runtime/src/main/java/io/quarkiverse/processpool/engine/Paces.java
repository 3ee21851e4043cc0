package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.processpool.wire.EntryPoint;

/** Parent side: the methods whose tasks a pool has had, and how long those take. Under the pool's lock. */
final class Paces {

    private final Object lock;
    private final Map<EntryPoint<?, ?>, Pace> paces = new HashMap<>();

    Paces(Object lock) {
        this.lock = lock;
    }

    Pace of(EntryPoint<?, ?> entry) {
        synchronized (lock) {
            Pace known = paces.get(entry);
            if (known == null) {
                known = new Pace();
                paces.put(entry, known);
            }
            return known;
        }
    }

    /** The classes of the tasks that there were so far, as they are named as a rule. */
    List<String> classNames() {
        synchronized (lock) {
            List<String> names = new ArrayList<>();
            for (EntryPoint<?, ?> entry : paces.keySet()) {
                String own = entry.getClass().getName();
                String declaring = entry.workerClass().replace("Worker", "");
                names.addAll(List.of(entry.workerClass(), own, own.replace("EntryPoint", ""), declaring));
            }
            return names;
        }
    }

    /** How many tasks of that entry point fit in one flight. */
    int goodChunk(Pace pace) {
        synchronized (lock) {
            return pace.isKnown() ? (int) Math.max(1, Math.min(1 << 20, Roster.AHEAD_NANOS / 2 / pace.of(1))) : 1;
        }
    }
}
