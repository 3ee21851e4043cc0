package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.file.Path;

/** Parent side: the place of a class path that is too long for a command. */
interface ClassPathFile {

    /**
     * The file, with that content; the one that is there if it was made before. The directory that it is in is made for it if
     * there is none yet.
     */
    Path classPath(String content) throws IOException;
}
