package org.acme.contactsheet;

import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.stream.FileImageInputStream;

/** A file that remembers whether more was wanted than it has: not every reader of pictures says so. */
final class PictureFile extends FileImageInputStream {

    private boolean ranOut;

    PictureFile(Path file) throws IOException {
        super(file.toFile());
    }

    boolean ranOut() {
        return ranOut;
    }

    /** Finding out which kind of picture it is may run out of a very short file, which tells nothing. */
    void forgetRunningOut() {
        ranOut = false;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        ranOut |= read < 0;
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        ranOut |= read < 0;
        return read;
    }
}
