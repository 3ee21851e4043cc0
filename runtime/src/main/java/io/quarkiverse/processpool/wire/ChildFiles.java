package io.quarkiverse.processpool.wire;

/** Both sides: the names of the files in the directory of a child process. */
public final class ChildFiles {

    /** The argument file with the class path; the child deletes it when its JVM has read it. */
    public static final String CLASS_PATH = "class-path";
    /** The {@link EndMark}, as a big-endian long. */
    public static final String MARK = "end";

    /** Locked by the parent while it is alive. */
    public static final String SIGN_OF_LIFE = WorkerSettings.SIGN_OF_LIFE;

    private ChildFiles() {
    }
}
