package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.PayloadTooLargeException;

/** A payload arrives as it was or is refused, and the channel serves the next one. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(180)
class PayloadSizesTest {

    private static final int HEADER = 4;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, (1 << 13) - 1, 1 << 13, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, (1 << 20) + 1, 40_000_000 })
    @DisplayName("B14 Payloads of 0 B, 64 KB and one less or more, and of many megabytes come back as they were")
    void payloadsOfAllSizesComeBack(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(TroubleTasks.pid(0));
            assertThat(pool.apply(MisbehaveTasks.echo(bytes))).isEqualTo(bytes);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
            assertThat(pool.apply(TroubleTasks.pid(0))).isEqualTo(pid);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 100, 8192, 1 << 16, 5_000_000 })
    @DisplayName("B14 One byte over the limit is refused in both directions before it is sent, and the next call works")
    void oneByteOverTheLimit(int limit) throws Exception {
        int most = limit - HEADER;
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxPayload(limit))) {
            long pid = pool.apply(TroubleTasks.pid(0));
            for (int i = 0; i < 3; i++) {
                assertThat(pool.apply(MisbehaveTasks.echo(new byte[most - 1]))).hasSize(most - 1);
                assertThat(pool.apply(MisbehaveTasks.echo(new byte[most]))).hasSize(most);
                assertThatThrownBy(() -> pool.apply(MisbehaveTasks.echo(new byte[most + 1])))
                        .isInstanceOf(PayloadTooLargeException.class).hasMessageContaining("arguments")
                        .hasMessageContaining("echo(byte[])").hasMessageContaining(Integer.toString(limit));
                assertThatThrownBy(() -> pool.apply(TroubleTasks.ofLength(most + 1)))
                        .isInstanceOf(PayloadTooLargeException.class).hasMessageContaining("result")
                        .hasMessageContaining("ofLength(int)");
            }
            assertThat(pool.stats().completed()).as("what is refused here never travels").isEqualTo(7);
            assertThat(pool.apply(TroubleTasks.pid(0))).isEqualTo(pid);
        }
    }

    /** Sends and fetches the largest payload that there can be, and one byte more. */
    static final class Largest {

        private Largest() {
        }

        public static void main(String[] args) throws Exception {
            int most = PoolBuilder.LARGEST_PAYLOAD - HEADER;
            try (WorkerPool pool = Pools.of(1, builder -> builder.heap("7g"))) {
                long pid = pool.apply(TroubleTasks.pid(0));
                System.out.println(pool.apply(TroubleTasks.length(new byte[most])) - most);
                try {
                    System.out.println(pool.apply(TroubleTasks.length(new byte[most + 1])));
                } catch (PayloadTooLargeException e) {
                    System.out.println("refused");
                }
                System.out.println(pool.apply(TroubleTasks.ofLength(most)).length - most);
                System.out.println(pool.apply(TroubleTasks.pid(0)) - pid);
            }
        }
    }

    @Test
    @Tag("large")
    @DisplayName("B14 The largest payload, just below 2 GB, travels both ways; one byte more is refused")
    void theLargestPayload() throws Exception {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getFreeMemorySize();
        Assumptions.assumeTrue(Boolean.getBoolean("large") && memory > 16L << 30, "-Dlarge=true and 16 GB free");
        Path output = directory.resolve("output");
        Process process = Pools.java(Largest.class, List.of("-Xmx9g", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + directory))
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(output)).containsExactly("0", "refused", "0", "0");
    }
}
