package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** B15: what workers print comes to the log, line by line, and nowhere else. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class OutputTest {

    private static final String OUT = Level.INFO.intValue() + " ";
    private static final String ERR = Level.WARNING.intValue() + " ";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("io.quarkiverse.processpool.worker.misbehave");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            lines.add(logged.getLevel().intValue() + " " + logged.getMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.ALL);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    @DisplayName("B15 Each line of a worker comes to the log with pool, worker and pid, whatever characters are in it")
    void noLineIsLostAndNoFrameIsBroken() throws Exception {
        int count = 10_000;
        try (WorkerPool pool = Pools.of(1, builder -> builder.jvmArgs("-Xlog:gc"))) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            assertThat(pool.apply(MisbehaveTasks.flood(count))).isEqualTo(count);
            String tag = "[misbehave-1 " + pid + "] ";
            await().atMost(Pools.PATIENCE).until(() -> lines.contains(OUT + tag + "out " + (count - 1) + " é€😀")
                    && lines.contains(ERR + tag + "err " + (count - 1) + " é€😀"));
            assertThat(lines.stream().filter(line -> line.startsWith(OUT + tag + "out "))).hasSize(count)
                    .allMatch(line -> line.endsWith(" é€😀"));
            assertThat(lines.stream().filter(line -> line.startsWith(ERR + tag + "err "))).hasSize(count)
                    .allMatch(line -> line.endsWith(" é€😀"));
        }
    }

    @Test
    void aTaskMayCloseItsOutput() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            assertThat(pool.apply(MisbehaveTasks.closeOutput(3))).isEqualTo(3);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
        }
    }
}
