package org.acme;

import java.util.List;

import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.ProcessPools;

/** Pools that code makes and ends. */
public class OwnPools {

    // tag::create[]
    public static List<Integer> squares(List<Integer> numbers) {
        try (OwnedPool pool = ProcessPools.create("squares",
                settings -> settings.workers(3).heap("64m"))) {
            return pool.map(SquaresTasks::square, numbers).await().indefinitely();
        }
    }
    // end::create[]
}
