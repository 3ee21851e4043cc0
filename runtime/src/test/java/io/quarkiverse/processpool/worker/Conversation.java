package io.quarkiverse.processpool.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.EntryPoints;
import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameReader;
import io.quarkiverse.processpool.wire.FrameSink;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.WorkerSettings;

/** The parent's end of a socket whose other end is a {@link TaskLoop} on a thread of the test. */
final class Conversation implements AutoCloseable {

    private static final int LIMIT = 1 << 24;

    final SharedPage page;
    final FrameReader in;
    final Encoder out = new Encoder();
    private final SocketChannel parent;
    private final SocketChannel worker;
    private final CompletableFuture<ExitCode> end = new CompletableFuture<>();

    Conversation(Path folder, int maxPayload) throws IOException {
        this(folder, maxPayload, new SampleWorker());
    }

    Conversation(Path folder, int maxPayload, EntryPoints own) throws IOException {
        Path file = Files.write(folder.resolve("page"), new byte[SharedPage.SIZE]);
        page = SharedPage.map(file);
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            worker = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            parent = server.accept();
        }
        in = new FrameReader(parent, LIMIT);
        WorkerSettings settings = new WorkerSettings("misbehave-1", new byte[] { 1, 2, 3 }, folder.toString(), "mark-of-a-test",
                maxPayload, "", 0, List.of());
        SharedPage workersPage = SharedPage.map(file);
        Thread thread = new Thread(
                () -> run(() -> new TaskLoop(worker, workersPage, new Interruption(), new HeapGrowth(0), settings,
                        new ServedClasses(own)).run()),
                "worker of a test");
        thread.start();
    }

    private void run(Callable<ExitCode> loop) {
        try {
            end.complete(loop.call());
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }

    void define(int number, EntryPoint<?, ?> entry) {
        define(number, entry.workerClass(), entry.signature());
    }

    void define(int number, String workerClass, String signature) {
        int at = FrameHeader.begin(FrameType.ENTRY, out);
        out.writeInt(number);
        out.writeString(workerClass);
        out.writeString(signature);
        FrameHeader.end(at, out);
    }

    /** Adds a frame of tasks that all have the entry point of that number. */
    @SafeVarargs
    final <R> void tasks(int number, long sequence, Task<R>... tasks) {
        int at = FrameHeader.begin(FrameType.TASKS, out);
        out.writeInt(number);
        out.writeLong(sequence);
        out.writeInt(tasks.length);
        for (Task<R> task : tasks) {
            int length = out.size();
            out.writeInt(0);
            encode(task);
            out.patchInt(length, out.size() - length - Integer.BYTES);
        }
        FrameHeader.end(at, out);
    }

    @SuppressWarnings("unchecked") // a task goes with its own entry point
    private <R> void encode(Task<R> task) {
        ((EntryPoint<Task<R>, R>) task.entryPoint()).encodeArguments(task, out);
    }

    void frame(FrameType type) {
        FrameHeader.end(FrameHeader.begin(type, out), out);
    }

    /** Sends all that was added. */
    void send() throws IOException {
        FrameSink sink = new FrameSink(parent, page.sentByParent());
        sink.put(out.array(), 0, out.size());
        sink.flush();
        out.truncate(0);
    }

    Decoder expect(FrameType type) throws IOException {
        FrameType next = in.next();
        if (next != type) {
            throw new AssertionError("a frame " + next + " instead of " + type);
        }
        return in.payload(new Decoder(new byte[0]));
    }

    /** What the loop ended with. */
    ExitCode end() throws InterruptedException, ExecutionException, TimeoutException {
        return end.get(30, TimeUnit.SECONDS);
    }

    void hangUp() throws IOException {
        parent.close();
    }

    @Override
    public void close() throws Exception {
        parent.close();
        end.handle((code, e) -> code).get(30, TimeUnit.SECONDS);
        worker.close();
    }
}
