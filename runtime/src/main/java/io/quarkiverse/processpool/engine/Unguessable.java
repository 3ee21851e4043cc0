package io.quarkiverse.processpool.engine;

import java.io.DataInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * Parent side: bytes that nobody can guess, for tokens and for the names of directories. They come from the kernel where it has
 * them in a file: {@link SecureRandom} takes 15 ms to be there, which is as long as all else before the first launch.
 */
final class Unguessable {

    private static final File KERNEL = new File("/dev/urandom");

    private Unguessable() {
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        try (DataInputStream in = new DataInputStream(new FileInputStream(KERNEL))) {
            in.readFully(bytes);
        } catch (IOException e) {
            new SecureRandom().nextBytes(bytes); // this system has no such file
        }
        return bytes;
    }

    /** Part of a name. */
    static String name() {
        long number = 0;
        for (byte b : bytes(Long.BYTES)) {
            number = number << 8 | b & 0xFF;
        }
        return Long.toHexString(number);
    }
}
