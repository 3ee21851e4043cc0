package io.quarkiverse.processpool.worker;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;

import io.quarkiverse.processpool.wire.ChildFiles;
import io.quarkiverse.processpool.wire.EndMark;

/** Worker side: the directory of this child process, through which its parent learns how it ended. */
final class ChildDirectory {

    private final File directory;

    ChildDirectory(File directory) {
        this.directory = directory;
    }

    /** The JVM has read its class path from here, and nobody needs it any more. */
    void classPathIsRead() {
        new File(directory, ChildFiles.CLASS_PATH).delete();
    }

    /** Leaves the mark of an end that was ordered inside. */
    void leaveMark() {
        byte[] bytes = new byte[Long.BYTES];
        long mark = EndMark.ofThisProcess();
        for (int i = bytes.length - 1; i >= 0; i--, mark >>>= 8) {
            bytes[i] = (byte) mark;
        }
        try (FileOutputStream out = new FileOutputStream(new File(directory, ChildFiles.MARK))) {
            out.write(bytes);
        } catch (IOException e) {
            // the parent was faster, and does not want to know
        }
    }

    /** The parent is gone, and cannot do it. */
    void remove() {
        new File(directory, ChildFiles.CLASS_PATH).delete();
        new File(directory, ChildFiles.MARK).delete();
        new File(directory, ChildFiles.SIGN_OF_LIFE).delete();
        directory.delete();
    }
}
