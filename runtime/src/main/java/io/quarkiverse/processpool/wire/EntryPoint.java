package io.quarkiverse.processpool.wire;

import java.util.concurrent.Callable;

/**
 * Both sides of the process boundary: one method that a worker can run, and the encoding of its arguments and result.
 * <p>
 * The annotation processor writes one per marked method. The parent uses {@link #encodeArguments} and
 * {@link #decodeResult}, the worker {@link #decodeArguments}, {@link Callable#call()} of what that gave, and
 * {@link #encodeResult}. Implementations have no state and can be used by any number of threads.
 *
 * @param <T> the task: a record of the arguments
 * @param <R> the result
 */
public abstract class EntryPoint<T extends Callable<?>, R> {

    private final String workerClass;
    private final String signature;
    private final String pool;
    private final long timeoutMillis;
    private final int retries;

    /**
     * @param workerClass binary name of the generated {@link EntryPoints} that finds this entry point in a worker
     * @param signature name and parameter types of the method, unique within the worker class, such as {@code square(int)}
     * @param pool name of the pool that runs the method
     * @param timeoutMillis milliseconds that one run may take, 0 for no limit of its own
     * @param retries how often a run may be repeated after its worker died
     */
    protected EntryPoint(String workerClass, String signature, String pool, long timeoutMillis, int retries) {
        this.workerClass = workerClass;
        this.signature = signature;
        this.pool = pool;
        this.timeoutMillis = timeoutMillis;
        this.retries = retries;
    }

    public final String workerClass() {
        return workerClass;
    }

    public final String signature() {
        return signature;
    }

    public final String pool() {
        return pool;
    }

    public final long timeoutMillis() {
        return timeoutMillis;
    }

    public final int retries() {
        return retries;
    }

    /** Whether the result is a stream, whose elements are what {@link #encodeResult} and {@link #decodeResult} are for. */
    public boolean isStream() {
        return false;
    }

    public abstract void encodeArguments(T task, Encoder out);

    public abstract T decodeArguments(Decoder in);

    public abstract void encodeResult(R result, Encoder out);

    public abstract R decodeResult(Decoder in);

    /** What logs and errors call it, for example {@code org.acme.Squares.square(int)}. */
    @Override
    public final String toString() {
        String declaring = workerClass.endsWith("Worker") ? workerClass.substring(0, workerClass.length() - 6) : workerClass;
        return declaring + '.' + signature;
    }
}
