package io.quarkiverse.processpool.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Outcome;
import io.quarkiverse.processpool.wire.ProtocolException;
import io.quarkiverse.processpool.wire.ThrownForm;

/** A worker answers each task with its outcome, in order, whatever the task does, and ends when it is told to. */
@Timeout(60)
class TaskLoopTest {

    private static final int MAX_PAYLOAD = 1000;
    private static final int SQUARE = 0;

    @TempDir
    Path folder;
    private Conversation worker;

    @BeforeEach
    void connect() throws IOException {
        worker = new Conversation(folder, MAX_PAYLOAD);
        assertThat(worker.expect(FrameType.HELLO).readBytes()).containsExactly(1, 2, 3);
        worker.expect(FrameType.READY).expectEnd();
        worker.define(SQUARE, SampleTasks.square(0).entryPoint());
    }

    @AfterEach
    void hangUp() throws Exception {
        worker.close();
    }

    private Decoder results(long sequence, int count) throws IOException {
        Decoder in = worker.expect(FrameType.RESULTS);
        assertThat(in.readLong()).as("sequence number").isEqualTo(sequence);
        assertThat(in.readInt()).as("count").isEqualTo(count);
        assertThat(in.readLong()).as("nanoseconds").isNotNegative();
        return in;
    }

    private static Decoder outcome(Decoder in, byte expected) {
        assertThat(in.readByte()).as("outcome").isEqualTo(expected);
        int length = in.readInt();
        int at = in.position();
        in.skip(length);
        return new Decoder(in.array(), at, length);
    }

    private void expectNextTaskRuns(long sequence) throws IOException {
        worker.tasks(SQUARE, sequence, SampleTasks.square(9));
        worker.send();
        assertThat(outcome(results(sequence, 1), Outcome.RESULT).readInt()).isEqualTo(81);
    }

    @Test
    void resultsComeInTheOrderOfTheTasks() throws IOException {
        worker.tasks(SQUARE, 1, SampleTasks.square(2), SampleTasks.square(-3));
        worker.tasks(SQUARE, 3, SampleTasks.square(4));
        worker.send();
        Decoder in = results(1, 2);
        assertThat(outcome(in, Outcome.RESULT).readInt()).isEqualTo(4);
        assertThat(outcome(in, Outcome.RESULT).readInt()).isEqualTo(9);
        in.expectEnd();
        in = results(3, 1);
        assertThat(outcome(in, Outcome.RESULT).readInt()).isEqualTo(16);
        in.expectEnd();
    }

    @Test
    void whatATaskThrowsIsItsOutcome() throws IOException {
        worker.define(1, SampleTasks.fail("").entryPoint());
        worker.tasks(1, 1, SampleTasks.fail("why"));
        worker.send();
        ThrownForm form = ThrownForm.read(outcome(results(1, 1), Outcome.THROWN));
        assertThat(form.className()).isEqualTo("java.lang.IllegalStateException");
        assertThat(form.message()).isEqualTo("why");
        expectNextTaskRuns(2);
    }

    @Test
    void anExceptionThatWillNotBeDescribedIsAnOutcomeToo() throws IOException {
        worker.define(1, SampleTasks.failSilently().entryPoint());
        worker.tasks(1, 1, SampleTasks.failSilently());
        worker.send();
        ThrownForm form = ThrownForm.read(outcome(results(1, 1), Outcome.THROWN));
        assertThat(form.className()).isEqualTo(Sample.Silent.class.getName());
        expectNextTaskRuns(2);
    }

    @Test
    void anExceptionThatIsTooLargeDoesNotBreakTheFrame() throws IOException {
        worker.define(1, SampleTasks.failLong(0).entryPoint());
        worker.tasks(1, 1, SampleTasks.failLong(500_000));
        worker.send();
        Decoder in = results(1, 1);
        assertThat(worker.in.payloadLength()).isLessThan(MAX_PAYLOAD + (1 << 17));
        ThrownForm form = ThrownForm.read(outcome(in, Outcome.THROWN));
        assertThat(form.message()).contains("java.lang.IllegalArgumentException");
        expectNextTaskRuns(2);
    }

    @Test
    void aResultThatIsTooLargeIsReportedWithItsSize() throws IOException {
        worker.define(1, SampleTasks.repeat("", 0).entryPoint());
        worker.tasks(1, 1, SampleTasks.repeat("x", MAX_PAYLOAD - 4), SampleTasks.repeat("x", MAX_PAYLOAD - 3));
        worker.send();
        assertThat(outcome(results(1, 1), Outcome.RESULT).readString()).hasSize(MAX_PAYLOAD - 4);
        assertThat(outcome(results(2, 1), Outcome.TOO_LARGE).readLong()).isEqualTo(MAX_PAYLOAD + 1);
        expectNextTaskRuns(3);
    }

    @Test
    void argumentsThatCannotBeReadCostThatTaskOnly() throws IOException {
        worker.define(1, SampleTasks.choosy(null).entryPoint());
        worker.tasks(1, 1, SampleTasks.choosy(new Sample.Choosy(5)));
        int number = worker.out.size() - Integer.BYTES;
        worker.out.patchInt(number, -1);
        worker.send();
        assertThat(outcome(results(1, 1), Outcome.BAD_ARGUMENTS).readString()).isEqualTo(Sample.Silent.class.getName());
        expectNextTaskRuns(2);
    }

    @Test
    void aResultThatCannotBeWrittenCostsThatTaskOnly() throws IOException {
        worker.define(1, SampleTasks.choosy(null).entryPoint());
        worker.tasks(1, 1, SampleTasks.choosy(new Sample.Choosy(5)));
        int number = worker.out.size() - Integer.BYTES;
        worker.out.patchInt(number, 13);
        worker.send();
        assertThat(outcome(results(1, 1), Outcome.BAD_RESULT).readString()).isEqualTo(Sample.Silent.class.getName());
        expectNextTaskRuns(2);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 2, 6, 12, 40 })
    void aChannelThatEndsWithinALargeTask(int length) throws Exception {
        int at = FrameHeader.begin(FrameType.LARGE_TASK, worker.out);
        byte[] first = new byte[40]; // that of entry 0, number 1, and some arguments
        first[11] = 1;
        worker.out.writeRaw(first, 0, length);
        FrameHeader.end(at, 100_000, worker.out);
        worker.send();
        worker.hangUp();
        assertThatThrownBy(worker::end).cause().isInstanceOf(IOException.class); // which is no end of its own
    }

    @Test
    void argumentsThatAreTooLongOrTooShortAreRefused() throws IOException {
        worker.define(1, SampleTasks.repeat("", 0).entryPoint());
        worker.tasks(1, 1, SampleTasks.square(5));
        worker.tasks(SQUARE, 2, SampleTasks.repeat("", 0));
        worker.send();
        assertThat(outcome(results(1, 1), Outcome.BAD_ARGUMENTS).readString()).contains("do not fit");
        assertThat(outcome(results(2, 1), Outcome.BAD_ARGUMENTS).readString()).contains("left behind");
        expectNextTaskRuns(3);
    }

    @ParameterizedTest
    @ValueSource(ints = { 7, -1, Integer.MAX_VALUE })
    void aTaskWithoutAnEntryPointIsRefused(int number) throws IOException {
        worker.tasks(number, 1, SampleTasks.square(1));
        worker.send();
        assertThat(outcome(results(1, 1), Outcome.BAD_ARGUMENTS).readString())
                .isEqualTo("no entry point has the number " + number);
        expectNextTaskRuns(2);
    }

    @Test
    void anEntryPointThatIsNotThereIsExplained() throws IOException {
        worker.define(1, SampleWorker.class.getName(), "cube(int)");
        worker.define(2, "org.acme.NotHereWorker", "square(int)");
        worker.define(3, "java.lang.Object", "square(int)");
        worker.tasks(1, 1, SampleTasks.square(1));
        worker.tasks(2, 2, SampleTasks.square(1));
        worker.tasks(3, 3, SampleTasks.square(1));
        worker.send();
        assertThat(outcome(results(1, 1), Outcome.BAD_ARGUMENTS).readString()).isEqualTo(SampleWorker.class.getName()
                + " has no entry point cube(int): parent and worker run different versions of the class");
        assertThat(outcome(results(2, 1), Outcome.BAD_ARGUMENTS).readString())
                .startsWith("the worker cannot load org.acme.NotHereWorker: java.lang.ClassNotFoundException");
        assertThat(outcome(results(3, 1), Outcome.BAD_ARGUMENTS).readString())
                .startsWith("the worker cannot load java.lang.Object").endsWith("is not generated for a marked method");
        expectNextTaskRuns(4);
    }

    @Test
    void whatWasTakenBackIsSkippedAndSaidSo() throws IOException {
        worker.page.recall(2, 4);
        worker.tasks(SQUARE, 1, SampleTasks.square(1), SampleTasks.square(2), SampleTasks.square(3), SampleTasks.square(4));
        worker.send();
        assertThat(outcome(results(1, 1), Outcome.RESULT).readInt()).isEqualTo(1);
        expectSkipped(2, 2);
        assertThat(outcome(results(4, 1), Outcome.RESULT).readInt()).isEqualTo(16);
        assertThat(worker.page.started()).isEqualTo(4);
    }

    /** In one frame, or, if the worker is slow, in several. */
    private void expectSkipped(long sequence, int count) throws IOException {
        for (int said = 0; said < count;) {
            Decoder skipped = worker.expect(FrameType.SKIPPED);
            assertThat(skipped.readLong()).isEqualTo(sequence + said);
            said += skipped.readInt();
            assertThat(said).isLessThanOrEqualTo(count);
        }
    }

    /** The parent counts a task as begun that was announced before the worker saw the recall, until it is told. */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void thatSomethingWasSkippedDoesNotWaitForTheEndOfALongTaskAfterIt(boolean inOneFrame) throws IOException {
        Sample.gate = new CountDownLatch(1);
        worker.define(1, SampleTasks.waitAtGate(0).entryPoint());
        worker.page.recall(1, 3);
        if (inOneFrame) {
            worker.tasks(1, 1, SampleTasks.waitAtGate(1), SampleTasks.waitAtGate(2), SampleTasks.waitAtGate(3));
        } else {
            worker.tasks(SQUARE, 1, SampleTasks.square(1), SampleTasks.square(2));
            worker.tasks(1, 3, SampleTasks.waitAtGate(3));
        }
        worker.send();
        expectSkipped(1, 2);
        Sample.gate.countDown();
        assertThat(outcome(results(3, 1), Outcome.RESULT).readInt()).isEqualTo(3);
    }

    @Test
    void whatATaskLeavesOnTheThreadIsNotThereForTheNext() throws IOException {
        worker.define(1, SampleTasks.leaveTraces().entryPoint());
        worker.define(2, SampleTasks.traces().entryPoint());
        worker.tasks(1, 1, SampleTasks.leaveTraces());
        worker.tasks(2, 2, SampleTasks.traces());
        worker.send();
        results(1, 1);
        assertThat(outcome(results(2, 1), Outcome.RESULT).readInt()).isZero();
    }

    @Test
    void aFullHeapEndsTheWorkerAfterItsAnswer() throws Exception {
        worker.define(1, SampleTasks.exhaust().entryPoint());
        worker.tasks(1, 1, SampleTasks.exhaust(), SampleTasks.exhaust());
        worker.send();
        ThrownForm form = ThrownForm.read(outcome(results(1, 1), Outcome.THROWN_AND_ENDS));
        assertThat(form.className()).isEqualTo("java.lang.OutOfMemoryError");
        assertThat(worker.end()).isEqualTo(ExitCode.HEAP_EXHAUSTED);
    }

    @Test
    void stopEndsItAfterWhatWasSentBefore() throws Exception {
        worker.tasks(SQUARE, 1, SampleTasks.square(3));
        worker.frame(FrameType.STOP);
        worker.send();
        assertThat(outcome(results(1, 1), Outcome.RESULT).readInt()).isEqualTo(9);
        assertThat(worker.end()).isEqualTo(ExitCode.STOPPED);
    }

    @Test
    void theEndOfTheChannelEndsIt() throws Exception {
        worker.send();
        worker.hangUp();
        assertThat(worker.end()).isEqualTo(ExitCode.CHANNEL_LOST);
    }

    @Test
    void theEndOfTheChannelWithinAFrameIsAnError() throws Exception {
        worker.out.writeInt(0x51500202);
        worker.send();
        worker.hangUp();
        assertThatThrownBy(worker::end).hasCauseInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @EnumSource(names = { "HELLO", "READY", "INIT_FAILED", "RESULTS", "SKIPPED" })
    void whatAParentDoesNotSendIsAProtocolError(FrameType type) throws IOException {
        worker.frame(type);
        worker.send();
        assertThatThrownBy(worker::end).hasCauseInstanceOf(ProtocolException.class)
                .hasRootCauseMessage("a parent does not send " + type);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 2, -1, Long.MAX_VALUE })
    void tasksThatAreNotTheNextOnesAreAProtocolError(long sequence) throws IOException {
        worker.tasks(SQUARE, sequence, SampleTasks.square(1));
        worker.send();
        assertThatThrownBy(worker::end).hasCauseInstanceOf(ProtocolException.class)
                .hasRootCauseMessage("tasks that are not the next ones");
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 1 << 16 })
    void anEntryPointWithAnImpossibleNumberIsAProtocolError(int number) throws IOException {
        worker.define(number, "org.acme.XWorker", "x()");
        worker.send();
        assertThatThrownBy(worker::end).hasCauseInstanceOf(ProtocolException.class)
                .hasRootCauseMessage("an entry point numbered " + number);
    }
}
