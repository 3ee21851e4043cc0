package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.processpool.wire.ChildFiles;
import io.quarkiverse.processpool.wire.EndMark;
import io.quarkiverse.processpool.wire.Tree;

/**
 * Parent side: the directory of one child process, which only its user can enter. The parent removes it after the end of the
 * child, or the child itself if it has outlived its parent.
 */
final class ChildDirectory implements ClassPathFile {

    private static final AtomicBoolean LOOKED_FOR_LEFTOVERS = new AtomicBoolean();

    private final Path path = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath()
            .resolve(DirectoryName.PREFIX_OF_CHILDREN + Unguessable.name());
    private FileChannel signOfLife;

    /**
     * Makes it, unless it is there: after the start of the child, which removes it if its parent dies. A directory from before
     * would be left by a parent that dies between the two.
     */
    void make() throws IOException {
        if (signOfLife == null) {
            Files.createDirectory(path, OwnerOnly.directory()); // fails if somebody else has made it
            signOfLife = signOfLife();
        }
    }

    private FileChannel signOfLife() throws IOException {
        try {
            return SignOfLife.in(path);
        } catch (IOException e) {
            Tree.delete(path);
            throw e;
        }
    }

    @Override
    public Path classPath(String content) throws IOException {
        make();
        Files.createFile(classPathFile(), OwnerOnly.file());
        return Files.writeString(classPathFile(), content);
    }

    Path path() {
        return path;
    }

    private Path classPathFile() {
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

    /** Once in a process, and while the directory is there. */
    void removeLeftovers() {
        if (!LOOKED_FOR_LEFTOVERS.getAndSet(true)) {
            Leftovers.remove(path);
        }
    }

    void remove() {
        if (signOfLife == null) {
            return;
        }
        try {
            signOfLife.close();
            Files.deleteIfExists(path.resolve(ChildFiles.SIGN_OF_LIFE));
            Files.deleteIfExists(classPathFile());
            Files.deleteIfExists(path.resolve(ChildFiles.MARK));
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // what is in the way is not ours
        }
    }
}
