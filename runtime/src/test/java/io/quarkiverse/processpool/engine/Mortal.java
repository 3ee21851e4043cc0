package io.quarkiverse.processpool.engine;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.WorkerExit;
import io.quarkiverse.processpool.WorkerInit;

/**
 * Tasks for workers that are killed. Each worker takes its time to get ready and to say goodbye, and meanwhile has a file in
 * the folder of the system property {@code mortal}, which stays if it does not come to the end of that.
 */
final class Mortal {

    private static final int SHORTEST_MICROS = 5_000;
    private static final int LONGEST_MICROS = 30_000;

    private static FileOutputStream ledger;

    private Mortal() {
    }

    /** Is there while that worker gets ready. */
    static Path beginning(Path folder, long pid) {
        return folder.resolve("beginning-" + pid);
    }

    /** Is there while that worker says goodbye. */
    static Path ending(Path folder, long pid) {
        return folder.resolve("ending-" + pid);
    }

    @WorkerInit
    static void begin() throws IOException {
        takeTime(beginning(folder(), pid()));
    }

    @WorkerExit
    static void end() throws IOException {
        takeTime(ending(folder(), pid()));
    }

    private static Path folder() {
        return Path.of(System.getProperty("mortal"));
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static void takeTime(Path file) throws IOException {
        Files.writeString(file, "");
        work(SHORTEST_MICROS + new Random().nextInt(LONGEST_MICROS - SHORTEST_MICROS));
        Files.delete(file);
    }

    private static void work(int micros) {
        for (long until = System.nanoTime() + micros * 1000L; System.nanoTime() < until;) {
            Thread.onSpinWait();
        }
    }

    /**
     * Writes its number in the ledger when it begins, works for that time, writes the complement of its number, and gives back
     * what it was given.
     */
    @InProcessPool(pool = "mortal")
    static byte[] echoAndNote(byte[] bytes, int number, int micros) throws IOException {
        if (ledger == null) {
            ledger = new FileOutputStream(folder().resolve("ledger").toFile(), true);
        }
        ledger.write(ByteBuffer.allocate(4).putInt(number).array());
        work(micros);
        ledger.write(ByteBuffer.allocate(4).putInt(~number).array());
        return bytes;
    }
}
