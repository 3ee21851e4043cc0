package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.Outcome;

/** Each outcome is told once, whatever happens to the thread that reads it. */
@ExtendWith(LeavesNothingBehind.class)
class DeliveryTest {

    private static final int TASKS = 3;
    private static final int HARD = 1;

    @TempDir
    Path directory;

    private final List<Object> told = new ArrayList<>();
    private final Tally tally = new Tally();
    private final LateResults late = new LateResults(Duration.ofMinutes(1), tally);
    /** What happens while the result in the middle is read for the first time. */
    private Runnable atTheHardOne;
    private boolean isShort;
    /** Stays. */
    private Error obstacle;
    private Delivery delivery;

    @Test
    void whoIsRelievedWhileThereIsNoMemoryTellsWhatItWasAt() throws Exception {
        deliver(() -> {
            isShort = true;
            assertThat(delivery.relieve(late)).isTrue();
            throw new OutOfMemoryError("for a moment");
        });
        assertThat(told).containsExactly(0, 100);
        delivery.run();
        assertThat(told).as("the other thread goes on behind it").containsExactly(0, 100, 200);
        assertThat(tally.completed()).isEqualTo(TASKS);
        assertThat(tally.failed()).isZero();
        assertThat(late.giveUp(-1)).as("nothing is late any more").isEqualTo(-1);
        assertThat(late.isEmpty()).isTrue();
    }

    @Test
    void whoIsNotRelievedReadsItAgain() throws Exception {
        deliver(() -> {
            isShort = true;
            throw new OutOfMemoryError("for a moment");
        });
        assertThat(told).containsExactly(0, 100, 200);
        assertThat(tally.completed()).isEqualTo(TASKS);
    }

    @Test
    void whoHasNotBegunIsNotRelieved() throws Exception {
        deliver(null);
        assertThat(told).containsExactly(0, 100, 200);
        assertThat(delivery.relieve(late)).as("it has told all of it").isTrue();
        assertThat(late.isEmpty()).isTrue();
        Delivery untouched = newDelivery();
        assertThat(untouched.relieve(late)).isFalse();
        untouched.run();
        assertThat(told).hasSize(2 * TASKS);
    }

    /** A worker sends again what was salvaged from it. */
    @Test
    void whatComesBeforeThemIsNotTold() throws Exception {
        delivery = newDelivery(TASKS - 1);
        delivery.run();
        assertThat(told).containsExactly((TASKS - 1) * 100);
        assertThat(tally.completed()).isEqualTo(1);
    }

    @Test
    void whatWasGivenUpMeanwhileIsNotToldAgain() throws Exception {
        LateResults impatient = new LateResults(Duration.ZERO, tally);
        deliver(() -> {
            isShort = true;
            assertThat(delivery.relieve(impatient)).isTrue();
            impatient.giveUp(-1);
            throw new OutOfMemoryError("for a moment");
        });
        assertThat(told).hasSize(2).first().isEqualTo(0);
        assertThat(told.get(1)).isInstanceOf(Exception.class);
        assertThat(tally.failed()).isEqualTo(1);
    }

    /** A class whose initialisation has failed once fails for ever. */
    @Test
    void whatCanNeitherBeReadNorSaidIsToldInTheEnd() throws Exception {
        deliver(() -> obstacle = new NoClassDefFoundError("for good"));
        assertThat(told).containsExactly(0, obstacle, 200);
        assertThat(tally.completed()).isEqualTo(TASKS - 1);
        assertThat(tally.failed()).isEqualTo(1);
    }

    private void deliver(Runnable atTheHard) throws Exception {
        atTheHardOne = atTheHard;
        delivery = newDelivery();
        delivery.run();
    }

    private Delivery newDelivery() throws Exception {
        return newDelivery(0);
    }

    /** @param without so many of the outcomes were told before */
    private Delivery newDelivery(int without) throws Exception {
        try (FakeWorker fake = new FakeWorker(Files.createTempDirectory(directory, "worker"), 1 << 12)) {
            WorkerHandle worker = new WorkerHandle("misbehave", 1, "none");
            Encoder outcomes = new Encoder(1 << 10);
            for (int i = 0; i < TASKS; i++) {
                outcomes.writeByte(Outcome.RESULT);
                outcomes.writeInt(Integer.BYTES);
                outcomes.writeInt(i);
            }
            Ticket ticket = new Ticket(new HardToRead(), new Pace(), new Listener(), 1, 0, TASKS, new byte[TASKS * 4], 0,
                    TASKS * 4);
            return Delivery.of(new OutcomeDecoder(worker, fake.dispatcher(), null), tally, null, ticket, without,
                    TASKS - without, outcomes.array(), 0, outcomes.size(), without, null);
        }
    }

    private final class Listener extends Told {

        private Listener() {
            super(told);
        }

        /** It is asked for when a result could not be read; there may be no memory to say so. */
        @Override
        String subject() {
            if (obstacle != null) {
                throw obstacle;
            }
            if (isShort) {
                isShort = false;
                throw new OutOfMemoryError("still");
            }
            return super.subject();
        }
    }

    private final class HardToRead extends EntryPoint<Callable<Object>, Object> {

        private HardToRead() {
            super("OfATestWorker", "number()", "misbehave", 0, 0);
        }

        @Override
        public void encodeArguments(Callable<Object> task, Encoder out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Callable<Object> decodeArguments(Decoder in) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void encodeResult(Object result, Encoder out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object decodeResult(Decoder in) {
            int number = in.readInt();
            Runnable now = number == HARD ? atTheHardOne : null;
            if (now != null) {
                atTheHardOne = null;
                now.run();
            }
            if (number == HARD && obstacle != null) {
                throw obstacle;
            }
            return number * 100;
        }
    }
}
