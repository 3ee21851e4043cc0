package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.quarkiverse.processpool.wire.FrameReader;
import io.quarkiverse.processpool.wire.Lane;
import io.quarkiverse.processpool.wire.Scripted;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * The one worker of a pool, without a process: a test says what it says. No other can be started, so what a worker claims to
 * have skipped fails for that.
 */
final class FakeWorker implements AutoCloseable {

    final PoolSettings settings = WorkerPool.builder("misbehave").workers(1).classPath(List.of()).java(Path.of("no", "java"))
            .settings();
    final SharedPage page;
    /** What it has put its large results into. */
    final Lane.Ring results;
    private final WorkerSettings said;
    private final LaneToWorker lane;
    private final int limit;
    private final PoolThreads threads = new PoolThreads(settings.name());
    private final SocketChannel toWorker;
    private final SocketChannel ofWorker;
    private Dispatcher dispatcher = new Dispatcher(settings, threads);
    private WorkerHandle worker;

    /** @param limit how many bytes a frame may have */
    FakeWorker(Path folder, int limit) throws IOException {
        this.limit = limit;
        said = new WorkerSettings("misbehave-1", new byte[WorkerSettings.TOKEN_BYTES], folder.toString(), "", limit, "", 0,
                List.of());
        page = SharedPage.map(Files.write(folder.resolve("page"), new byte[SharedPage.SIZE]));
        lane = new LaneToWorker(folder.resolve("lane"), page);
        results = Lane.map(lane.offer()).results();
        page.laneMapped();
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            ofWorker = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            toWorker = server.accept();
        }
        ofWorker.configureBlocking(false);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** A new one is launched, and the ticket waits for it. */
    void launch(Ticket ticket) {
        synchronized (dispatcher.state.lock) {
            worker = dispatcher.state.roster.newWorker("of a test");
            worker.isLaunched.set(true);
        }
        // a reader of its own: a slow machine would have the one that is being tested relieved
        worker.connected(toWorker, threads, page, lane, reader(new byte[0]));
        dispatcher.admission().submit(ticket);
    }

    /** It is ready, gets the ticket, and begins the task of that number. */
    void begin(long sequence) throws IOException {
        dispatcher.lifecycle().ready(worker);
        page.start(sequence);
        ByteBuffer bytes = ByteBuffer.allocate(1 << 12);
        while (ofWorker.read(bytes) > 0) {
            bytes.clear();
        }
    }

    WorkerHandle handle() {
        return worker;
    }

    /** Reads what it says. */
    WorkerReader reader(byte[] stream) {
        return new WorkerReader(worker, dispatcher, new FrameReader(new Scripted(stream), limit), said, null);
    }

    /** It dies; answers why it was to be killed before. */
    String die() {
        return die(null);
    }

    /** @param obstacle why it cannot be said what it has died of; null if it can */
    String die(Error obstacle) {
        String verdict = worker.verdict() == null ? "null" : worker.verdict().getClass().getSimpleName();
        worker.condemn(new Verdict.ChannelLost());
        dispatcher.lifecycle().died(worker, new Death(worker.name, 1, 0, 0, worker.verdict(), LastOutput.NONE, "",
                new WorkerCommand(settings, worker.mainClass, new ClassArchive(settings)), true), obstacle);
        return verdict;
    }

    /** The pool is terminated, and the next worker is that of another one. */
    void renewPool() {
        dispatcher.ending().terminate(new Verdict.PoolTerminated());
        dispatcher = new Dispatcher(settings, threads);
    }

    @Override
    public void close() throws IOException {
        dispatcher.ending().terminate(new Verdict.PoolTerminated());
        toWorker.close();
        ofWorker.close();
    }
}
