package org.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.test.LeavesNothingBehind;
import io.quarkiverse.processpool.test.MisbehaveTasks;

// tag::class[]
@ExtendWith(LeavesNothingBehind.class) // <1>
public class CarefulTest {

    private static String answer(OwnedPool pool, Task<?> task) {
        return new Careful(pool).answer(task).await().atMost(Duration.ofSeconds(60));
    }

    @Test
    public void badTasksAreAnswered() {
        Duration limit = Duration.ofSeconds(2);
        try (OwnedPool pool = ProcessPools.create("test",
                settings -> settings.workers(1).heap("64m").taskTimeout(limit))) {
            assertEquals("done", answer(pool, MisbehaveTasks.square(3)));
            assertEquals("broken", answer(pool, MisbehaveTasks.segmentationFault()));
            assertEquals("too large", answer(pool, MisbehaveTasks.fillHeap()));
            assertEquals("took too long", answer(pool, MisbehaveTasks.hang()));
            assertEquals("done", answer(pool, MisbehaveTasks.square(3)));
        }
    }
}
// end::class[]
