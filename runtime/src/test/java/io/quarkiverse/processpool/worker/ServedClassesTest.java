package io.quarkiverse.processpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.EntryPoints;
import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Outcome;
import io.quarkiverse.processpool.wire.ThrownForm;

/**
 * Each class that a worker serves is initialised once, before its first task; what fails is said and not tried again.
 */
@Timeout(60)
class ServedClassesTest {

    private static final int MAX_PAYLOAD = 1000;
    private static final List<String> CALLS = new ArrayList<>();

    @TempDir
    Path folder;

    private final PrintStream errors = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void forget() {
        CALLS.clear();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(errors);
    }

    private void expectPrinted(String text) {
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(text);
    }

    /** The class that the worker is for. */
    private static class Own implements EntryPoints {

        private final Throwable failure;

        Own(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public EntryPoint<?, ?> entryPoint(String signature) {
            return null;
        }

        @Override
        public void init() throws Exception {
            CALLS.add("init");
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof Exception exception) {
                throw exception;
            }
        }

        @Override
        public void exit() {
            CALLS.add("exit");
            throw new Sample.Silent();
        }
    }

    /** Another class, which fails. */
    public static final class Failing extends Own {
        public Failing() {
            super(new StackOverflowError("too deep"));
        }
    }

    /** Another class, which fails for want of memory. */
    public static final class Exhausted extends Own {
        public Exhausted() {
            super(new OutOfMemoryError("Java heap space"));
        }
    }

    private Conversation begin(EntryPoints own) throws Exception {
        Conversation worker = new Conversation(folder, MAX_PAYLOAD, own);
        assertThat(worker.expect(FrameType.HELLO).readBytes()).containsExactly(1, 2, 3);
        return worker;
    }

    private static ThrownForm initFailed(Conversation worker, long sequence) throws Exception {
        Decoder in = worker.expect(FrameType.RESULTS);
        assertThat(in.readLong()).isEqualTo(sequence);
        assertThat(in.readInt()).isEqualTo(1);
        in.readLong();
        assertThat(in.readByte()).isEqualTo(Outcome.INIT_FAILED);
        assertThat(in.readInt()).isEqualTo(in.remaining());
        ThrownForm form = ThrownForm.read(in);
        in.expectEnd();
        return form;
    }

    @Test
    void whatItsOwnClassThrowsIsSentInPlaceOfReady() throws Exception {
        try (Conversation worker = begin(new Own(new LinkageError("no such library")))) {
            Decoder in = worker.expect(FrameType.INIT_FAILED);
            ThrownForm form = ThrownForm.read(in);
            in.expectEnd();
            assertThat(form.className()).isEqualTo("java.lang.LinkageError");
            assertThat(form.message()).isEqualTo("no such library");
            assertThat(worker.end()).isEqualTo(ExitCode.INIT_FAILED);
            assertThat(CALLS).containsExactly("init");
            expectPrinted("A @WorkerInit method has failed, called by " + Own.class.getName() + ":");
            expectPrinted("java.lang.LinkageError: no such library");
        }
    }

    @Test
    void anExceptionThatWillNotBeDescribedIsSentAllTheSame() throws Exception {
        try (Conversation worker = begin(new Own(new Sample.Silent()))) {
            assertThat(ThrownForm.read(worker.expect(FrameType.INIT_FAILED)).className())
                    .isEqualTo(Sample.Silent.class.getName());
        }
    }

    @Test
    void anExceptionThatIsTooLargeIsSentWithoutItsText() throws Exception {
        try (Conversation worker = begin(new Own(new IllegalStateException("x".repeat(500_000))))) {
            assertThat(ThrownForm.read(worker.expect(FrameType.INIT_FAILED)).message())
                    .startsWith("java.lang.IllegalStateException was thrown, and cannot be described");
            assertThat(worker.in.payloadLength()).isLessThan(MAX_PAYLOAD + (1 << 17));
        }
    }

    @Test
    void anotherClassThatFailsIsTheOutcomeOfItsTasksAndIsCalledOnce() throws Exception {
        try (Conversation worker = begin(new Own(null))) {
            worker.expect(FrameType.READY);
            worker.define(0, Failing.class.getName(), "a()");
            worker.define(1, Failing.class.getName(), "b()");
            worker.tasks(0, 1, SampleTasks.square(1));
            worker.tasks(1, 2, SampleTasks.square(1));
            worker.frame(FrameType.STOP);
            worker.send();
            assertThat(initFailed(worker, 1).message()).isEqualTo("too deep");
            assertThat(initFailed(worker, 2).className()).isEqualTo("java.lang.StackOverflowError");
            assertThat(worker.end()).isEqualTo(ExitCode.STOPPED);
            assertThat(CALLS).containsExactly("init", "init", "exit");
            expectPrinted("A @WorkerExit method has failed, called by " + Own.class.getName() + ":");
            expectPrinted(Sample.Silent.class.getName());
        }
    }

    @Test
    void anotherClassThatFillsTheHeapEndsTheWorkerAfterItsAnswer() throws Exception {
        try (Conversation worker = begin(new Own(null))) {
            worker.expect(FrameType.READY);
            worker.define(0, Exhausted.class.getName(), "a()");
            worker.tasks(0, 1, SampleTasks.square(1), SampleTasks.square(2));
            worker.send();
            assertThat(initFailed(worker, 1).className()).isEqualTo("java.lang.OutOfMemoryError");
            assertThat(worker.end()).isEqualTo(ExitCode.HEAP_EXHAUSTED);
            assertThat(CALLS).containsExactly("init", "init");
        }
    }
}
