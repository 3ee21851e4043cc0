package io.quarkiverse.processpool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that a worker process calls before it ends: it closes a file, removes a lock, says goodbye to a
 * device.
 * <p>
 * The rules for the method are those of {@link WorkerInit}. It runs once, on the thread of the tasks, after the last
 * of them, when the worker is told to stop: because the pool is closed, because it has done its number of tasks, was
 * idle for too long or is recycled. Classes go in the reverse order of their initialisation; the methods of one class
 * are called in the order of the source, each also if the one before it threw. A class whose {@link WorkerInit}
 * method failed is left out.
 * <p>
 * What it throws is printed to the worker's standard error, and so to the log of the parent, and changes nothing. It
 * has until the shutdown-timeout of the pool; then the worker is killed.
 * <p>
 * It does <b>not</b> run in a worker that is killed, crashes, calls {@link System#exit} or has filled its heap, and
 * not if the parent is gone: what must not be left behind cannot depend on it. In a pool that runs tasks in place
 * ({@code enabled=false}) it runs when the pool is closed and its last task is done.
 * <p>
 * Python does this with {@code multiprocessing.util.Finalize} or {@code atexit}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface WorkerExit {
}
