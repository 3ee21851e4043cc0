package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.processpool.TaskEncodingException;

/** CPython's {@code _TestPoolWorkerErrors}, test by test, under the names of its tests. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class PoolWorkerErrorsTest {

    @Test
    void test_async_error_callback() throws Exception {
        AtomicReference<Throwable> heard = new AtomicReference<>();
        WorkerPool pool = WorkerPool.builder("python").workers(2).build();
        CompletableFuture<Integer> result = pool.submit(PythonTasks.raising("key"))
                .whenComplete((value, e) -> heard.set(e));
        assertThatThrownBy(() -> result.get(30, TimeUnit.SECONDS)).cause()
                .isExactlyInstanceOf(NoSuchElementException.class).hasMessage("key");
        assertThat(heard.get()).isExactlyInstanceOf(NoSuchElementException.class).hasMessage("key");
        pool.close();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
    }

    /** What Python gives as {@code exc} and {@code value} are the message: what it was, of which task, and why. */
    @Test
    void test_unpickleable_result() throws Exception {
        WorkerPool pool = WorkerPool.builder("python").workers(2).build();
        for (int i = 0; i < 20; i++) {
            AtomicReference<Throwable> heard = new AtomicReference<>();
            CompletableFuture<?> result = pool.submit(PythonTasks.unpicklableResult(i))
                    .whenComplete((value, e) -> heard.set(e));
            assertThatThrownBy(() -> result.get(30, TimeUnit.SECONDS)).cause().isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("unpicklableResult(int)").hasMessageContaining("cannot pickle " + i);
            assertThat(heard.get()).isInstanceOf(TaskEncodingException.class);
        }
        assertThat(pool.stats().workersStarted()).as("no worker was lost").isEqualTo(pool.stats().workers().size())
                .isBetween(1L, 2L);
        pool.close();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
    }
}
