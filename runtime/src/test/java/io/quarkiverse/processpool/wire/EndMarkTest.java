package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end by a signal is told apart from an exit with the same number. */
class EndMarkTest {

    @ParameterizedTest
    @CsvSource({
            // exit value, marked, signal in the mark, killed by the parent, exit code
            "0,   true,  0,  false, 0",
            "3,   true,  0,  false, 3",
            "3,   false, 0,  false, 3",
            "143, true,  15, false, -15",
            "130, true,  2,  false, -2",
            "129, true,  1,  false, -1",
            "143, true,  0,  false, 143",
            "137, true,  0,  false, 137",
            "143, false, 0,  false, -15",
            "137, false, 0,  false, -9",
            "134, false, 0,  false, -6",
            "159, false, 0,  false, -31",
            "128, false, 0,  false, 128",
            "160, false, 0,  false, 160",
            "255, false, 0,  false, 255",
            // killed while the shutdown hooks ran, after SIGTERM and after System.exit
            "137, true,  15, false, -9",
            "137, true,  0,  true,  -9",
            "143, true,  0,  true,  143",
            // a handler of SIGTERM that exits in its own way
            "4,   true,  15, false, 4",
    })
    void exitCode(int exitValue, boolean marked, int signal, boolean killed, int exitCode) {
        long mark = marked ? EndMark.ITSELF | signal : EndMark.NONE;

        assertThat(EndMark.exitCode(exitValue, mark, killed)).isEqualTo(exitCode);
    }

    @Test
    void aProcessThatNoSignalEndsSaysSo() {
        assertThat(EndMark.ofThisProcess()).isEqualTo(EndMark.ITSELF);
        assertThat(EndMark.isOfSignal(EndMark.ofThisProcess())).isFalse();
        assertThat(EndMark.isOfSignal(EndMark.NONE)).isFalse();
        assertThat(EndMark.isOfSignal(EndMark.ITSELF | 15)).isTrue();
    }

    @Test
    void theThreadOfASignalIsFoundInTheGroupAbove() throws Exception {
        ThreadGroup system = Thread.currentThread().getThreadGroup();
        while (system.getParent() != null) {
            system = system.getParent();
        }
        java.util.concurrent.CountDownLatch over = new java.util.concurrent.CountDownLatch(1);
        Thread handler = new Thread(system, () -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }, "SIGTERM handler");
        handler.start();
        try {
            assertThat(EndMark.ofThisProcess()).isEqualTo(EndMark.ITSELF | 15);
        } finally {
            over.countDown();
            handler.join();
        }
    }
}
