package io.quarkiverse.processpool.wire;

import java.util.StringTokenizer;
import java.util.concurrent.Callable;

/**
 * Both sides: the one task of a worker that no task of the application has asked for, and from whose classes an archive is
 * made. It loads classes without initialising them, so none of their code runs, and answers how many it has found.
 */
public final class ClassLoading implements Callable<Integer> {

    /** Main class of such a worker. */
    public static final String WORKER_CLASS = "io.quarkiverse.processpool.worker.StandbyWorker";
    public static final EntryPoint<ClassLoading, Integer> ENTRY_POINT = new LoadingEntryPoint();

    private final String classNames;

    /** @param classNames separated by commas */
    public ClassLoading(String classNames) {
        this.classNames = classNames;
    }

    @Override
    public Integer call() {
        int found = 0;
        StringTokenizer names = new StringTokenizer(classNames, ",");
        while (names.hasMoreTokens()) {
            try {
                Class.forName(names.nextToken(), false, Thread.currentThread().getContextClassLoader());
                found++;
            } catch (ClassNotFoundException | LinkageError e) {
                // it is not in this part of the class path
            }
        }
        return found;
    }

    private static final class LoadingEntryPoint extends EntryPoint<ClassLoading, Integer> {

        LoadingEntryPoint() {
            super(WORKER_CLASS, "load(String)", "archive", 0, 0);
        }

        @Override
        public void encodeArguments(ClassLoading task, Encoder out) {
            out.writeString(task.classNames);
        }

        @Override
        public ClassLoading decodeArguments(Decoder in) {
            return new ClassLoading(in.readString());
        }

        @Override
        public void encodeResult(Integer result, Encoder out) {
            out.writeInt(result);
        }

        @Override
        public Integer decodeResult(Decoder in) {
            return in.readInt();
        }
    }
}
