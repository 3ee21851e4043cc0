package io.quarkiverse.processpool.engine;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Parent side: how the names of all directories begin that this process makes, and of no other process. */
final class DirectoryName {

    private static final File SELF = new File("/proc/self/stat");
    private static final int FIELD_OF_START = 22;

    static final String PREFIX = "qpp-" + thisProcess() + "-";
    static final String PREFIX_OF_CHILDREN = PREFIX + "child-";

    private DirectoryName() {
    }

    /**
     * Its pid and when it began, which is another time for one that has the same pid later, or elsewhere. From the kernel where
     * it has them in a file: {@link ProcessHandle} takes 10 ms to be there, and is needed later, while the first worker starts.
     */
    private static String thisProcess() {
        try (FileInputStream file = new FileInputStream(SELF)) {
            String stat = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
            int at = stat.lastIndexOf(')');
            for (int field = 2; field < FIELD_OF_START; field++) {
                at = stat.indexOf(' ', at) + 1;
            }
            return stat.substring(0, stat.indexOf(' ')) + "-" + stat.substring(at, stat.indexOf(' ', at));
        } catch (IOException e) {
            ProcessHandle self = ProcessHandle.current();
            return self.pid() + "-" + self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        }
    }
}
