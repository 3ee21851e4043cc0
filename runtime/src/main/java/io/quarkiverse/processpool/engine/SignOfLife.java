package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.quarkiverse.processpool.wire.WorkerSettings;

/** Parent side: a lock on a file in a directory of this process, which says to others that it is in use, and ends with it. */
final class SignOfLife {

    private SignOfLife() {
    }

    /** Under its name it is locked from the beginning, so that {@link Leftovers} of another process never finds it unlocked. */
    static FileChannel in(Path directory) throws IOException {
        Path file = directory.resolve(WorkerSettings.SIGN_OF_LIFE);
        Path unlocked = directory.resolve(WorkerSettings.SIGN_OF_LIFE + ".new");
        Files.createFile(unlocked, OwnerOnly.file());
        FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.WRITE);
        try {
            channel.tryLock();
            Files.move(unlocked, file);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
