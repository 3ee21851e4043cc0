package io.quarkiverse.processpool.worker;

import io.quarkiverse.processpool.wire.ClassLoading;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.EntryPoints;

/**
 * Worker side: main class of a worker that was started before a task has said which class it is for. The worker from whose
 * classes an archive is made is one too: it starts and serves as any other does, and its task is {@link ClassLoading}.
 */
public final class StandbyWorker implements EntryPoints {

    public static void main(String[] args) {
        WorkerMain.run(new StandbyWorker());
    }

    @Override
    public EntryPoint<?, ?> entryPoint(String signature) {
        return signature.equals(ClassLoading.ENTRY_POINT.signature()) ? ClassLoading.ENTRY_POINT : null;
    }
}
