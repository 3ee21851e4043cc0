package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.quarkiverse.processpool.wire.ChildFiles;
import io.quarkiverse.processpool.wire.EndMark;

/**
 * Parent side: the directory of one child process, which only its user can enter. The parent removes it after the end of the
 * child, or the child itself if it has outlived its parent.
 */
final class ChildDirectory {

    private final Path path;

    /** @param classPath what the child's JVM reads from here */
    ChildDirectory(List<Path> classPath) throws IOException {
        String prefix = "qpp-" + ProcessHandle.current().pid() + "-child-";
        path = Files.createTempDirectory(prefix, OwnerOnly.directory());
        try {
            Files.createFile(classPathFile(), OwnerOnly.file());
            Files.writeString(classPathFile(), JvmOptions.argumentFile(classPath));
        } catch (IOException | RuntimeException e) {
            remove();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    Path classPathFile() {
        return path.resolve(ChildFiles.CLASS_PATH);
    }

    /** The {@link EndMark} of the dead child. */
    long mark() {
        try {
            byte[] bytes = Files.readAllBytes(path.resolve(ChildFiles.MARK));
            return bytes.length == Long.BYTES ? ByteBuffer.wrap(bytes).getLong() : EndMark.NONE;
        } catch (IOException e) {
            return EndMark.NONE;
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(classPathFile());
            Files.deleteIfExists(path.resolve(ChildFiles.MARK));
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // what is in the way is not ours
        }
    }
}
