package io.quarkiverse.processpool.worker;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.EncodingException;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameReader;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Lane;
import io.quarkiverse.processpool.wire.ProtocolException;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.WorkerSettings;

/** Worker side: reads frames, runs the tasks in them one after the other, and answers. One thread does all of it. */
final class TaskLoop {

    private final FrameReader in;
    private final SharedPage page;
    private final Interruption interruption;
    private final HeapGrowth heap;
    private final ServedClasses classes;
    private final EntryTable entries;
    private final TaskRun run;
    private final ResultFrames results;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final Decoder frame = new Decoder(new byte[0]);
    private long expected = 1;
    /** Null until the parent has offered it. */
    private Lane lane;

    TaskLoop(SocketChannel channel, SharedPage page, Interruption interruption, HeapGrowth heap, WorkerSettings settings,
            ServedClasses classes) {
        this.in = new FrameReader(channel, settings.maxPayload() + WorkerSettings.FRAME_OVERHEAD);
        in.poll(page.sentByParent());
        this.page = page;
        this.interruption = interruption;
        this.heap = heap;
        this.classes = classes;
        this.entries = new EntryTable(classes);
        this.results = new ResultFrames(channel, page, settings.maxPayload(), interruption);
        this.run = new TaskRun(results.encoder(), settings, channel, page, interruption);
        results.hello(settings.token());
    }

    /**
     * Initialises the class that this worker is for, and serves until the parent says stop or is gone.
     *
     * @throws ProtocolException if what comes is not what a parent sends
     */
    ExitCode run() throws IOException {
        results.flush();
        Throwable failure = classes.initOwn();
        tidy();
        if (failure != null) {
            int at = FrameHeader.begin(FrameType.INIT_FAILED, results.encoder());
            run.describe(failure);
            FrameHeader.end(at, results.encoder());
            results.flush();
            return ExitCode.INIT_FAILED;
        }
        results.ready();
        try {
            return serve();
        } catch (EncodingException e) {
            throw new ProtocolException("a broken frame: ".concat(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw e.getCause(); // the channel ended at the head of a large task
        }
    }

    private ExitCode serve() throws IOException {
        while (true) {
            if (!in.hasNext()) {
                results.flush();
                heap.pause();
            }
            FrameType type = in.next();
            if (type == null) {
                return ExitCode.CHANNEL_LOST;
            }
            in.payload(frame);
            switch (type) {
                case ENTRY:
                    results.flush(); // it may take long until the class is initialised
                    entries.define(frame.readInt(), frame.readString(), frame.readString());
                    tidy();
                    break;
                case TASKS:
                case LANE_TASKS:
                case LARGE_TASK:
                    if (!tasks(frame, type)) {
                        results.flush();
                        return ExitCode.HEAP_EXHAUSTED;
                    }
                    break;
                case LANE:
                    lane(frame.readString());
                    break;
                case STOP:
                    results.flush();
                    classes.exit();
                    return ExitCode.STOPPED;
                default:
                    throw new ProtocolException("a parent does not send ".concat(type.name()));
            }
        }
    }

    /** Takes up the offer, if it can; the parent sees whether it has. */
    private void lane(String path) throws ProtocolException {
        Path file;
        try {
            file = Path.of(path);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("a lane at what is no path: ".concat(e.getMessage()));
        }
        try {
            lane = Lane.map(file);
            Files.deleteIfExists(file);
            results.use(lane.results());
            page.laneMapped();
        } catch (IOException | RuntimeException e) {
            // it goes without
        }
    }

    /** @return whether this worker can go on */
    private boolean tasks(Decoder frame, FrameType type) throws IOException {
        boolean isLarge = type == FrameType.LARGE_TASK;
        int number = frame.readInt();
        long sequence = frame.readLong();
        int count = isLarge ? 1 : frame.readInt();
        if (sequence != expected || count < 1) {
            throw new ProtocolException("tasks that are not the next ones");
        }
        expected = sequence + count;
        EntryPoint<Callable<Object>, Object> entry = entries.get(number);
        Throwable initFailure = entry == null ? entries.initFailure(number) : null;
        String problem = entry == null ? entries.problem(number) : null;
        if (type == FrameType.LANE_TASKS) {
            if (lane == null) {
                throw new ProtocolException("tasks in a lane that is not mapped");
            }
            lane.arguments().read(frame, frame.readLong(), frame.readInt());
        }
        for (; count > 0; count--, sequence++) {
            int length = isLarge ? frame.remaining() : frame.readSize();
            heap.expect(length);
            if (isLarge) {
                run.arguments().resetToRest(frame);
            } else {
                int at = frame.position();
                frame.skip(length);
                run.arguments().reset(frame, at, length);
            }
            if (entry != null && entry.isStream()) {
                results.flush(); // the elements have a frame of their own, and come before the outcome
            }
            results.beforeTask();
            if (!announce(sequence)) {
                results.skipped(sequence);
                continue;
            }
            results.begin(sequence);
            interruption.settle(sequence, page);
            boolean goesOn = initFailure != null ? run.initFailed(initFailure) : run.run(entry, problem);
            if (isLarge && in.isBroken()) {
                throw new EOFException("the channel ended within a task, which has not run"); // so it says nothing of it
            }
            heap.expect(results.end());
            tidy();
            if (!goesOn) {
                return false;
            }
        }
        results.endFrame();
        return true;
    }

    /**
     * The parent counts on a task that was announced before the recall was seen, until it is told that it was skipped. So that
     * is not held back by a task that runs after it.
     *
     * @return false if it was taken back
     */
    private boolean announce(long sequence) throws IOException {
        interruption.begins(sequence);
        boolean runs = page.start(sequence);
        if (runs && results.hasSkipped()) {
            results.flush();
            interruption.begins(sequence);
            runs = page.start(sequence); // with its fence
        }
        return runs;
    }

    /** What a task may have left on this thread is not for the next one. (An interrupt is forgotten before that begins.) */
    private void tidy() {
        Thread thread = Thread.currentThread();
        if (thread.getContextClassLoader() != loader) {
            thread.setContextClassLoader(loader);
        }
    }
}
