package io.quarkiverse.processpool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that prepares a worker process: it loads a native library, a model, a dictionary.
 * <p>
 * The method has no parameters and no result, and stands in a class with methods marked {@link InProcessPool}. It is
 * static, or an instance method under the rule of those: it is called on the one instance that their calls go to.
 * Several in one class are called in the order of the source. As with marked methods, the class that declares it
 * counts: what a subclass inherits is not called for the subclass.
 * <p>
 * It runs once in each worker, on the thread of the tasks. For the class that a worker is started for it runs before
 * the worker counts as ready; for another class of the same pool it runs when the worker meets that class, before its
 * first task there. The start-timeout of the pool covers both; a task's own timeout does not include it.
 * <p>
 * If it throws, the waiting tasks of its class fail at once, each with a {@link WorkerInitException}, and the worker
 * ends; the next task starts another one, which calls the method again. A worker that serves other classes already
 * finishes what it has begun, answers the tasks of this class with the same failure, and is then replaced. Nothing is
 * called again in the same process. In a pool that runs tasks in place ({@code enabled=false}) it runs once per pool,
 * before the first task of its class.
 * <p>
 * Python calls it {@code initializer}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface WorkerInit {
}
