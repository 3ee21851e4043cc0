package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.UncheckedIOException;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameReader;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Outcome;
import io.quarkiverse.processpool.wire.ProtocolException;
import io.quarkiverse.processpool.wire.ThrownForm;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: reads what one worker answers, on a thread of its own, and hands the outcomes to those who wait for them.
 * <p>
 * Nothing that comes from the worker is trusted: a frame is checked as a whole before any of it counts. Code of the
 * application can run on this thread (what somebody attached to a future at the very moment that it was completed, or a
 * value that is read by Java serialization); should that wait, the watchdog sees the reader stand still and lets another
 * thread {@linkplain #takeOver take over}.
 */
final class WorkerReader {

    private final WorkerHandle worker;
    private final Dispatcher dispatcher;
    private final FrameReader frames;
    private final WorkerSettings settings;
    private final ObjectInputFilter allowed;
    private final OutcomeDecoder outcomes;
    private final Taken taken = new Taken();
    private final Object role = new Object();
    private volatile Thread reading;
    private volatile boolean ready;
    /** Of a result whose frame has not come yet; else null. */
    private ResultPieces pieces;
    /** What is going on, or stood still and is left to the next thread; else null. */
    private volatile Delivery delivery;
    /** What the watchdog has seen of it, and since when. */
    private Delivery seen;
    private int seenAt;
    private long seenSince;

    WorkerReader(WorkerHandle worker, Dispatcher dispatcher, FrameReader frames, WorkerSettings settings,
            ObjectInputFilter allowed) {
        this.worker = worker;
        this.dispatcher = dispatcher;
        this.frames = frames;
        this.settings = settings;
        this.allowed = allowed;
        this.outcomes = new OutcomeDecoder(worker, dispatcher, allowed);
    }

    /**
     * Reads until the channel ends.
     *
     * @return whether this thread is still the one that reads, and has to see to the end of the worker
     */
    boolean run() {
        try {
            tellRest(); // before anything that needs memory
            Decoder frame = new Decoder(new byte[0]);
            FrameType type;
            while (isReading() && (type = next()) != null) {
                frames.payload(frame);
                switch (type) {
                    case RESULTS -> results(frame);
                    case ITEMS -> StreamCall.arrived(worker, dispatcher, frame, allowed);
                    case READY -> ready();
                    case INIT_FAILED -> initFailed(frame);
                    case INPUT -> input(frame);
                    case RESULT_PIECE, LANE_PIECE -> piece(frame, type);
                    case SKIPPED -> dispatcher.answers().skipped(worker, frame.readLong(), frame.readInt());
                    default -> throw new ProtocolException("a worker does not send " + type);
                }
            }
        } catch (ProtocolException e) {
            kill(e);
        } catch (IOException | UncheckedIOException e) {
            // the end of the worker, or of its channel
        } catch (Throwable e) {
            Shortage.note(e);
            kill(e);
        }
        if (isReading()) {
            deliverTaken();
        }
        return isReading();
    }

    /** What the thread before this one has taken and not told is told by this one: nobody else has it. */
    void tellRest() {
        synchronized (role) {
            reading = Thread.currentThread();
        }
        deliverTaken();
    }

    private void kill(Throwable problem) {
        try {
            dispatcher.lifecycle().kill(worker, new Verdict.ProtocolBroken(text(problem)));
        } catch (Error e) {
            // nobody reads on, so its channel is closed, which ends it as well
        }
    }

    private static String text(Throwable problem) {
        if (problem instanceof OutOfMemoryError) {
            return "this process had no memory to read what it sent (" + problem.getMessage() + ")";
        }
        return problem instanceof ProtocolException ? problem.getMessage() : problem.toString();
    }

    private FrameType next() throws IOException {
        Thread.interrupted(); // what a callback left on this thread would close the socket
        return frames.next();
    }

    private boolean isReading() {
        return reading == Thread.currentThread();
    }

    /** Whether the worker has said that it can be given tasks. */
    boolean wasReady() {
        return ready;
    }

    private void ready() throws ProtocolException {
        if (ready) {
            throw new ProtocolException("ready a second time");
        }
        ready = true;
        try {
            lookAtMemory();
        } catch (Error e) {
            // of this process; the next result has it looked at again
        }
        dispatcher.lifecycle().ready(worker);
    }

    private void initFailed(Decoder frame) throws ProtocolException {
        ThrownForm form = ThrownForm.read(frame);
        frame.expectEnd();
        dispatcher.lifecycle().initFailed(worker, new InitFailure(dispatcher.settings.name(), worker, form, outcomes));
    }

    private void input(Decoder frame) throws ProtocolException {
        GivenInput input = dispatcher.answers().input(worker, frame.readLong(), frame.readLong());
        int socket = frame.readInt();
        frame.expectEnd();
        if (input != null) {
            input.send(settings.input(socket), settings.token(), this::giveUp);
        }
    }

    private void giveUp() {
        dispatcher.lifecycle().kill(worker, new Verdict.ChannelLost());
    }

    private void piece(Decoder frame, FrameType type) throws ProtocolException {
        LaneToWorker lane = worker.channel.lane();
        boolean isInLane = type == FrameType.LANE_PIECE;
        long sequence = frame.readLong();
        long end = isInLane ? frame.readLong() : 0;
        int length = isInLane ? frame.readInt() : frame.remaining();
        if (pieces == null || pieces.sequence != sequence) {
            if (dispatcher.answers().idOf(worker, sequence) == 0) {
                throw new ProtocolException("a piece of a result that nobody has asked for");
            }
            pieces = new ResultPieces(sequence);
        }
        if (length < 1 || length > Encoder.PIECE || pieces.size() + length > settings.maxPayload()) {
            throw new ProtocolException("a piece of " + length + " bytes of a result after " + pieces.size());
        }
        if (isInLane) {
            frame.expectEnd();
            pieces.add(lane.result(frame, end, length));
            lane.read(end);
        } else {
            lane.received(length);
            pieces.add(frame);
        }
    }

    private void lookAtMemory() {
        if (dispatcher.state.roster.wear.watchesMemory()) {
            worker.resident = Math.max(0, ResidentMemory.of(worker.pid()));
        }
    }

    private void results(Decoder frame) throws IOException {
        worker.channel.lane().received(frame.remaining());
        long sequence = frame.readLong();
        int count = frame.readInt();
        long nanos = frame.readLong();
        taken.comeIn(frame, pieces != null && pieces.sequence == sequence + count - 1 ? pieces : null);
        if (pieces != null && pieces.sequence < sequence + count) { // or what was done before that one is sent only now
            pieces = null;
        }
        boolean someInitFailed = check(frame, count);
        lookAtMemory(); // which may fail, and comes before anything else
        outcomes.took(nanos);
        dispatcher.answers().answered(worker, sequence, count, nanos, taken);
        if (someInitFailed) {
            retire(); // before anybody is told, who may submit the next task at once
        }
        Flight flight = taken.flight;
        if (flight == null) {
            taken.areDelivered(); // all of them were before
            return;
        }
        lastWord(flight.ticket, taken.first, sequence + worker.repeated, taken.count);
        deliverTaken();
        if (flight.ticket.loan != null && flight.isDone() && isReading()) {
            flight.ticket.loan.giveBack();
        }
    }

    /** Does not fail, and does nothing if there are none. */
    private void deliverTaken() {
        while (taken.flight != null) {
            try {
                delivery = Delivery.of(outcomes, dispatcher.state.tally, allowed, taken.flight.ticket, taken.first, taken.count,
                        taken.bytes, taken.offset, taken.length, taken.without, taken.large);
                taken.areDelivered();
            } catch (Error e) {
                Shortage.pause();
            }
        }
        for (Delivery next; isReading() && (next = delivery) != null;) {
            try {
                deliver(next);
            } catch (Error e) {
                Shortage.pause();
            }
        }
    }

    private void retire() {
        try {
            dispatcher.turnover().retire(worker);
        } catch (Error e) {
            // then it says the same again when it is given the next task of that class
        }
    }

    /** @param next the {@link #delivery}, which it stays until all of it is told */
    private void deliver(Delivery next) {
        next.run();
        synchronized (role) { // either the relief comes before, and this thread touches no frame again, or it comes too late
            if (isReading()) {
                delivery = null;
            }
        }
    }

    /** What a task has said of its progress since the watchdog looked; unless the next one has spoken already. */
    private void lastWord(Ticket ticket, int first, long sequence, int count) {
        try {
            long[] said = worker.page.progressVersion() == 0 ? null : worker.page.progress();
            if (said != null && said[0] >= sequence && said[0] < sequence + count) {
                ticket.receiver.progress(ticket.firstIndex + first + (int) (said[0] - sequence), said[1], said[2]);
            }
        } catch (Throwable e) {
            // it was told, and its outcome is what matters
        }
    }

    /** @return whether one of the outcomes is that of a class which could not be initialised */
    private static boolean check(Decoder frame, int count) throws ProtocolException {
        if (count < 1 || count > frame.remaining() / Outcome.HEADER) {
            throw new ProtocolException("a frame of " + count + " results in " + frame.remaining() + " bytes");
        }
        boolean someInitFailed = false;
        for (int i = 0; i < count; i++) {
            someInitFailed |= frame.readByte() == Outcome.INIT_FAILED;
            frame.skip(frame.readInt());
        }
        if (frame.remaining() != 0) {
            throw new ProtocolException(frame.remaining() + " bytes behind the last result");
        }
        return someInitFailed;
    }

    /** What is being told, or null. */
    Ticket telling() {
        Delivery current = delivery;
        return current == null ? null : current.ticket;
    }

    /** For the watchdog: whether the thread that reads has not come on for that long. */
    boolean standsStill(long now, long nanos) {
        Delivery current = delivery;
        int at = current == null ? -1 : current.position();
        if (at < 0 || current != seen || at != seenAt) {
            seen = current;
            seenAt = at;
            seenSince = now;
            return false;
        }
        return now - seenSince > nanos;
    }

    /**
     * Makes another thread go on reading, with the rest of the frame first; the one that stands still will end.
     *
     * @throws OutOfMemoryError if there is no memory for that, and all is as before
     */
    boolean takeOver(LateResults waiting) {
        synchronized (role) {
            byte[] buffer = delivery == null ? null : FrameReader.newBuffer();
            if (buffer == null || !delivery.relieve(waiting)) {
                return false;
            }
            worker.channel.lane().keepResults();
            frames.detach(buffer);
            reading = null;
            return true;
        }
    }
}
