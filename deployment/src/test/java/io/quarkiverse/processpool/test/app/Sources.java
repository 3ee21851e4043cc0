package io.quarkiverse.processpool.test.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkiverse.processpool.InProcessPool;
import io.smallrye.mutiny.Multi;

/** Gives many results in each way that there is. */
public class Sources {

    @InProcessPool(workers = 1)
    public static Stream<Integer> stream(int count) {
        return IntStream.range(0, count).boxed();
    }

    @InProcessPool
    public static Iterator<Long> pids(int count) {
        return IntStream.range(0, count).mapToObj(i -> ProcessHandle.current().pid()).iterator();
    }

    /** The length of what it is given to read. */
    @InProcessPool
    public static long length(InputStream in) throws IOException {
        return in.transferTo(OutputStream.nullOutputStream());
    }

    @InProcessPool
    public static Multi<Integer> endless() {
        return Multi.createBy().repeating().supplier(() -> 7).indefinitely();
    }

    @InProcessPool
    public static Multi<String> failing() {
        return Multi.createBy().concatenating().streams(Multi.createFrom().items("a", "b"),
                Multi.createFrom().failure(new IllegalStateException("no more")));
    }
}
