package io.quarkiverse.processpool.test;

/**
 * A value that can only be made in the process that it belongs to, so that reading it elsewhere fails.
 *
 * @param pid of that process
 */
public record Undecodable(long pid) {

    /** @throws IllegalStateException in any other process */
    public Undecodable {
        long here = ProcessHandle.current().pid();
        if (pid != here) {
            throw new IllegalStateException("a value of process " + pid + " cannot be made in process " + here);
        }
    }
}
