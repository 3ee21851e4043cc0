package org.acme;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.inject.Inject;

import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** How methods with many results are called. */
public class Unpacking {

    @Inject
    ProcessPool pool;

    Multi<String> errors(Path log) {
        // tag::stream[]
        Multi<String> errors = pool.stream(ArchivesTasks.errors(log));
        // end::stream[]
        return errors;
    }

    Uni<String> first(Path log) {
        // tag::first[]
        Uni<String> first = pool.stream(ArchivesTasks.errors(log)).toUni();
        // end::first[]
        return first;
    }

    /** The words of a text that no process holds as a whole. */
    public static Uni<Long> words(ProcessPool pool, Path text) throws IOException {
        // tag::input[]
        InputStream in = Files.newInputStream(text); // <1>
        Uni<Long> words = pool.apply(ArchivesTasks.words(in));
        // end::input[]
        return words;
    }

    /** The size of what is in an archive, which no process holds as a whole. */
    public static long unpackedSize(Path archive) {
        // tag::constant-memory[]
        try (OwnedPool small = ProcessPools.create("small", settings -> settings.workers(1).heap("32m"))) {
            return small.stream(ArchivesTasks.unpack(archive))
                    .collect().in(() -> new long[1], (sum, bytes) -> sum[0] += bytes.length)
                    .await().indefinitely()[0];
        }
        // end::constant-memory[]
    }
}
