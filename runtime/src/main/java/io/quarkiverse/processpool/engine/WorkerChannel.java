package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameSink;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Lane;
import io.quarkiverse.processpool.wire.Sent;

/**
 * Parent side: writes the flights of one worker to its socket.
 * <p>
 * Whoever has something for the worker writes it, and what others have added meanwhile goes along in the same write.
 * A thread may write only what the socket is sure to take at once; when more than that is under way, a thread of the
 * pool goes on with it, so that neither an event loop nor the reader of this worker ever waits for the worker to
 * read.
 */
final class WorkerChannel {

    /** Less than the smallest usual socket buffer. */
    private static final int SURE = 1 << 17;
    /** What a small write costs a socket buffer beside its bytes. */
    private static final int COST_OF_WRITE = 1 << 10;
    private static final long END_PATIENCE_NANOS = 1_000_000_000L;
    private static final long END_POLL_NANOS = 100_000;
    private static final int DIRECT_BYTES = 1 << 13;

    private final SocketChannel socket;
    private final Executor mayWait;
    private final FrameSink sink;
    private final LaneToWorker lane;
    private final ConcurrentLinkedQueue<Flight> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Encoder head = new Encoder(1 << 14);
    private final Map<EntryPoint<?, ?>, Integer> numbers = new IdentityHashMap<>();
    private final Runnable waitingFlush = this::flushAndWait;
    private volatile boolean stop;

    WorkerChannel(SocketChannel socket, Executor mayWait, LaneToWorker lane, Sent sent) {
        this.socket = socket;
        this.lane = lane;
        this.mayWait = mayWait;
        this.sink = new FrameSink(socket, sent);
    }

    /**
     * Puts a flight in line; in the order of their sequence numbers, under the pool's lock.
     *
     * @throws OutOfMemoryError if there is no memory for it, which is not in line then
     */
    void add(Flight flight) {
        ArrayLoans.Loan loan = flight.ticket.loan;
        if (loan != null) {
            loan.inLine();
        }
        try {
            outbox.add(flight);
        } catch (Error e) {
            if (loan != null) {
                loan.written();
            }
            throw e;
        }
    }

    /** Whether something is in line, and nobody is at it. */
    boolean isToBeFlushed() {
        return (stop || !outbox.isEmpty()) && !writing.get();
    }

    /** Tells the worker to stop after what is in line. */
    void stop() {
        stop = true;
    }

    /** The worker has read a flight and is done with it. */
    void answered(Flight flight) {
        if (flight.ticket != null) {
            underWay.addAndGet(-cost(flight));
        }
    }

    /** What a flight that was put takes of the socket's buffer. */
    private static int cost(Flight flight) {
        return (flight.inLane ? 0 : flight.ticket.length) + COST_OF_WRITE;
    }

    /** Writes what is in line. Does not wait, nor fail. */
    void flush() {
        boolean interrupted = Thread.interrupted(); // or the socket would close under the thread that writes
        try {
            flushAsFarAsSure();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void flushAsFarAsSure() {
        while ((stop || !outbox.isEmpty()) && writing.compareAndSet(false, true)) {
            if (!fits()) {
                mayWait.execute(waitingFlush);
                return;
            }
            write(false);
            writing.set(false);
        }
    }

    private void flushAndWait() {
        write(true);
        writing.set(false);
        flush();
    }

    private boolean fits() {
        Flight next = outbox.peek();
        if (next == null) {
            return true;
        }
        int length = next.ticket.length;
        return !lane.isToBeOffered(length)
                && underWay.get() + (lane.takes(length) ? 0 : length) + COST_OF_WRITE <= SURE;
    }

    private void write(boolean mayWait) {
        try {
            while (!outbox.isEmpty() && (mayWait || fits())) {
                if (mayWait && lane.isToBeOffered(outbox.peek().ticket.length)) {
                    offerLane();
                }
                put(outbox.poll());
            }
            if (stop && outbox.isEmpty()) {
                stop = false;
                FrameHeader.end(FrameHeader.begin(FrameType.STOP, head), head);
            }
            putHead();
            sink.flush();
        } catch (IOException | Error e) { // there may be half a frame on its way
            outbox.clear();
            stop = false;
            sendNoMore();
        }
    }

    /**
     * Sends nothing more. The worker, if it lives, finds the end where it reads its next task, and ends itself; what it has
     * sent until then is still read. Does not fail.
     */
    private void sendNoMore() {
        try {
            socket.shutdownOutput();
        } catch (IOException | Error e) {
            close(); // the reader of this worker sees that, and has its death found out
        }
    }

    private void put(Flight flight) throws IOException {
        Ticket ticket = flight.ticket;
        int number = number(ticket.entry);
        long place = lane.put(ticket.bytes, ticket.offset, ticket.length, flight.firstSequence + ticket.count - 1);
        flight.inLane = place >= 0;
        boolean isLarge = !flight.inLane && ticket.count == 1 && ticket.length > Lane.LARGE;
        FrameType type = isLarge ? FrameType.LARGE_TASK : flight.inLane ? FrameType.LANE_TASKS : FrameType.TASKS;
        int at = FrameHeader.begin(type, head);
        head.writeInt(number);
        head.writeLong(flight.firstSequence);
        if (!isLarge) {
            head.writeInt(ticket.count);
        }
        underWay.addAndGet(cost(flight));
        if (flight.inLane) {
            head.writeLong(place);
            head.writeInt(ticket.length);
            FrameHeader.end(at, head);
        } else {
            putBytes(at, ticket, isLarge ? Integer.BYTES : 0); // the length of a large one is that of the frame
        }
        if (head.size() >= DIRECT_BYTES) {
            putHead();
        }
        flight.isWritten = true;
        if (ticket.loan != null) {
            ticket.loan.written();
        }
    }

    /** Completes the frame that begins there in the head, with the bytes of that ticket but for the first few. */
    private void putBytes(int at, Ticket ticket, int without) throws IOException {
        int length = ticket.length - without;
        if (length <= DIRECT_BYTES) {
            head.writeRaw(ticket.bytes, ticket.offset + without, length);
            FrameHeader.end(at, head);
        } else {
            FrameHeader.end(at, length, head);
            putHead();
            sink.put(ticket.bytes, ticket.offset + without, length);
        }
    }

    /** The worker is dead: nobody writes to it any more, and its lane goes. */
    void end() {
        long patience = System.nanoTime() + END_PATIENCE_NANOS;
        while (!writing.compareAndSet(false, true)) { // who writes at the moment gets to know soon
            if (System.nanoTime() > patience) {
                return;
            }
            LockSupport.parkNanos(END_POLL_NANOS);
        }
        lane.release();
    }

    private void offerLane() {
        Path file = lane.offer();
        if (file != null) {
            int at = FrameHeader.begin(FrameType.LANE, head);
            head.writeString(file.toString());
            FrameHeader.end(at, head);
        }
    }

    private int number(EntryPoint<?, ?> entry) {
        Integer known = numbers.get(entry);
        if (known == null) {
            known = numbers.size();
            numbers.put(entry, known);
            int at = FrameHeader.begin(FrameType.ENTRY, head);
            head.writeInt(known);
            head.writeString(entry.workerClass());
            head.writeString(entry.signature());
            FrameHeader.end(at, head);
        }
        return known;
    }

    private void putHead() throws IOException {
        sink.put(head.array(), 0, head.size());
        head.truncate(0);
    }

    LaneToWorker lane() {
        return lane;
    }

    /** Does not fail. */
    void close() {
        while (socket.isOpen()) {
            try {
                socket.close();
            } catch (IOException e) {
                return; // it is of no more use either way
            } catch (Error e) {
                Shortage.pause();
            }
        }
    }
}
