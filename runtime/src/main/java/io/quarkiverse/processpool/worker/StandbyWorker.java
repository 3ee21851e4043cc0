package io.quarkiverse.processpool.worker;

import java.util.StringTokenizer;
import java.util.concurrent.Callable;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.EntryPoints;

/**
 * Worker side: main class of a worker that was started before a task has said which class it is for. The worker from whose
 * classes an archive is made is one too: it starts and serves as any other does, and loads classes of the application without
 * initialising them, so none of their code runs.
 */
public final class StandbyWorker implements EntryPoints {

    public static void main(String[] args) {
        WorkerMain.run(new StandbyWorker());
    }

    @Override
    public EntryPoint<?, ?> entryPoint(String signature) {
        return signature.equals("load(String)") ? new LoadEntryPoint() : null;
    }

    /** Answers how many of the classes it has found. */
    private static final class Load implements Callable<Integer> {

        private final String classNames;

        Load(String classNames) {
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
    }

    private static final class LoadEntryPoint extends EntryPoint<Load, Integer> {

        LoadEntryPoint() {
            super(StandbyWorker.class.getName(), "load(String)", "archive", 0, 0);
        }

        @Override
        public void encodeArguments(Load task, Encoder out) {
            out.writeString(task.classNames);
        }

        @Override
        public Load decodeArguments(Decoder in) {
            return new Load(in.readString());
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
