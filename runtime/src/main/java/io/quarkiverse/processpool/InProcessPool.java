package io.quarkiverse.processpool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that can run in a worker process.
 * <p>
 * For a class {@code X} with marked methods the annotation processor writes {@code XTasks}, with one factory of a
 * {@link Task} (or {@link StreamTask}) per method, and {@code XWorker}, the main class of a worker. Calling the method itself
 * stays an
 * ordinary call in this process; giving the task to a {@link ProcessPool} runs it in a worker.
 * <p>
 * The method is static, or an instance method of a class with a no-argument constructor (one instance per process).
 * It may return nothing, a value, a {@code Uni} or a {@link java.util.concurrent.CompletionStage}; or many values, as a
 * {@link java.util.stream.Stream}, an {@link java.util.Iterator} or a {@code Multi}. A parameter that is an
 * {@link java.io.InputStream} is read in the process of the caller while the task runs. Configuration
 * ({@code quarkus.process-pool."name".…}) wins over what is said here.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface InProcessPool {

    /**
     * The name of the pool. Methods of several classes can share one pool. Without a name the pool belongs to the declaring
     * class and is called like it: {@code ImageTools} is served by the pool {@code image-tools}.
     */
    String pool() default "";

    /**
     * How many worker processes the pool has at most; {@code 0} leaves the size to the pool's other methods, and where none
     * says it, to the number of processors. At most 1,024. Python calls it {@code processes}.
     */
    int workers() default 0;

    /**
     * How long one run of this method may take, counted from its start in the worker, for example {@code "500ms"},
     * {@code "10s"}, {@code "2m"} or ISO-8601 ({@code "PT10S"}). At that time the worker is killed and the caller gets a
     * {@link TaskTimeoutException}. Empty: no limit but that of the configuration. Of a method that gives a stream it limits
     * the time
     * from one element to the next, without that in which the worker waits for who takes them.
     */
    String timeout() default "";

    /**
     * How often a run may be repeated after its worker died under it. More than {@code 0} declares the method safe to repeat.
     * A failure that the method itself throws and a timeout are never repeated, nor is a stream whose first element has come.
     * At most 100.
     */
    int retries() default 0;
}
