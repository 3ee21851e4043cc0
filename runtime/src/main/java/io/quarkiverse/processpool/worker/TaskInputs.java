package io.quarkiverse.processpool.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameSink;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Sent;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Worker side: the streams among the arguments of the task that runs. They are asked for before it begins, and closed after it.
 */
final class TaskInputs {

    private final WorkerSettings settings;
    private final FrameSink sink;
    private final Interruption interruption;
    private final Encoder out = new Encoder();
    private final List<TaskInput> open = new ArrayList<>();
    private int sockets;

    TaskInputs(WorkerSettings settings, WritableByteChannel channel, Sent sent, Interruption interruption) {
        this.settings = settings;
        this.sink = new FrameSink(channel, sent);
        this.interruption = interruption;
    }

    InputStream open(long number) { // or a worker that has none would load the class
        int socket = ++sockets;
        try {
            TaskInput input = new TaskInput(settings.input(socket), settings.token());
            open.add(input);
            int at = FrameHeader.begin(FrameType.INPUT, out);
            out.writeLong(interruption.running());
            out.writeLong(number);
            out.writeInt(socket);
            FrameHeader.end(at, out);
            return input;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the parent for those that were opened, if any were. */
    void ask() throws IOException {
        if (open.isEmpty()) {
            return;
        }
        interruption.hold();
        try {
            sink.put(out.array(), 0, out.size());
            sink.flush();
        } finally {
            out.truncate(0);
            interruption.release();
        }
    }

    /** The task is over. */
    void close() {
        for (TaskInput each : open) {
            try {
                each.close();
            } catch (IOException e) {
                // the directory of this worker goes with it
            }
        }
        open.clear();
        out.truncate(0);
    }
}
