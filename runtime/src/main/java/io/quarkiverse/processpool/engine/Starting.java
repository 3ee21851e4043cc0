package io.quarkiverse.processpool.engine;

import java.nio.file.Path;

/**
 * Parent side: when the workers of a pool are started, and with what.
 *
 * @param minWorkers so many are started with the pool, and kept when there is nothing to do; no more than the pool has places
 * @param spareWorkers so many are kept warm besides, to take the place of one that has gone
 * @param classArchive whether workers start with an archive of their classes, if there is one or one can be made
 * @param archives the directory of the archives; null leaves it to the engine
 */
public record Starting(int minWorkers, int spareWorkers, boolean classArchive, Path archives) {
}
