package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parent side: whether somebody has stopped a process, where the system shows it. */
final class ProcessState {

    private static final char STOPPED = 'T';

    private ProcessState() {
    }

    /** Whether it has got SIGSTOP or the like, and does nothing before it gets SIGCONT. */
    static boolean isStopped(long pid) {
        try {
            String stat = new String(Files.readAllBytes(Path.of("/proc/" + pid + "/stat")), StandardCharsets.ISO_8859_1);
            int state = stat.lastIndexOf(')') + 2; // behind the name, which can have any characters
            return state < stat.length() && stat.charAt(state) == STOPPED;
        } catch (IOException e) {
            return false;
        }
    }
}
