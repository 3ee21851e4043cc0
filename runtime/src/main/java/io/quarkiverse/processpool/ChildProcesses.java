package io.quarkiverse.processpool;

import java.util.List;

/**
 * Starts child processes that belong to the application: {@code @Inject ChildProcesses children}. Can be used from any thread.
 * <p>
 * When the application stops, daemons among them are terminated, and the others may go on for
 * {@code quarkus.process-pool.shutdown-timeout}; what is left then is killed. In dev mode a reload ends all of them at once.
 */
public interface ChildProcesses {

    /**
     * Starts a process, as {@link ChildProcess#start()} does.
     *
     * @return the same process
     * @throws IllegalStateException if the application is stopping; or as {@link ChildProcess#start()} says
     */
    <P extends ChildProcess> P start(P child);

    /** Those that were started here and are alive, in the order of their start. */
    List<ChildProcess> active();
}
