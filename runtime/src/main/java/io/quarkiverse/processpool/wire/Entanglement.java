package io.quarkiverse.processpool.wire;

import java.io.InvalidObjectException;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Both sides: refuses collections that hold each other over and over.
 * <p>
 * In a stream a list that holds the next list twice, sixty levels down, is a kilobyte; its hash code is the work of centuries,
 * and a set that is read asks for it. So for each collection that has been read this counts how many elements such a walk
 * visits, out of the counts of those inside it, before anything holds it.
 */
final class Entanglement {

    private static final long ORDINARY = 1 << 18;
    private static final long PER_BYTE = 4;

    private final IdentityHashMap<Object, Long> visits = new IdentityHashMap<>();
    private final long limit;

    /** @param length of the stream; what holds nothing twice visits no more elements than there are bytes */
    Entanglement(long length) {
        limit = ORDINARY + PER_BYTE * length;
    }

    void add(Object read) throws InvalidObjectException {
        if (read instanceof Object[] array) {
            long sum = 1;
            for (Object element : array) {
                sum = plus(sum, element);
            }
            visits.put(read, sum);
        } else if (read instanceof Collection<?> collection && isOfTheJdk(read)) {
            visits.put(read, sum(collection, 1));
        } else if (read instanceof Map<?, ?> map && isOfTheJdk(read)) {
            visits.put(read, sum(map.values(), sum(map.keySet(), 1)));
        }
    }

    /** Others may do anything when they are walked through. */
    private static boolean isOfTheJdk(Object read) {
        return read.getClass().getClassLoader() == null;
    }

    private long sum(Collection<?> elements, long start) throws InvalidObjectException {
        long sum = start;
        for (Object element : elements) {
            sum = plus(sum, element);
        }
        return sum;
    }

    private long plus(long sum, Object element) throws InvalidObjectException {
        Long inside = visits.get(element);
        long more = sum + (inside == null ? 1 : inside);
        if (more > limit) {
            throw new InvalidObjectException("collections that hold each other over and over");
        }
        return more;
    }
}
