package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.FrameReader;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: one worker process from its launch to its end, and the only place that starts and kills one. Its standard input
 * is
 * the leash: it stays open as long as this process lives.
 */
final class WorkerProcess {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 32;
    private static final int HELLO_LIMIT = 64;
    private static final long STDERR_PATIENCE_MILLIS = 500;
    private static final long GRACE_MILLIS = 2_000;

    private final String worker;
    private final WorkerCommand command;
    private final byte[] token = new byte[TOKEN_BYTES];
    private final ServerSocketChannel server;
    private final Path socketFile;
    private final Path pageFile;
    private final SharedPage page;
    private final Process process;
    private final OutputStream leash;
    private final OutputPump errors;
    private FrameReader reader;

    /** Starts the process; {@link #accept()} waits until it is ready. */
    WorkerProcess(String worker, PoolSettings settings, WorkerCommand command, PoolDirectory directory, PoolThreads threads,
            System.Logger logger) throws IOException {
        this.worker = worker;
        this.command = command;
        RANDOM.nextBytes(token);
        pageFile = directory.newPage(worker);
        page = SharedPage.map(pageFile);
        socketFile = directory.path().resolve(worker);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socketFile), 1);
            ProcessBuilder builder = new ProcessBuilder(command.words(directory));
            builder.environment().putAll(settings.environment());
            process = builder.start();
        } catch (IOException | RuntimeException e) {
            stopAccepting();
            removeFiles();
            throw e;
        }
        process.onExit().thenRun(this::stopAccepting);
        leash = process.getOutputStream();
        String tag = "[" + worker + " " + process.pid() + "] ";
        threads.start(worker + "-out",
                new OutputPump(process.getInputStream(), logger, System.Logger.Level.INFO, tag));
        errors = new OutputPump(process.getErrorStream(), logger, System.Logger.Level.WARNING, tag);
        threads.start(worker + "-err", errors);
        try {
            new WorkerSettings(token, socketFile.toString(), pageFile.toString(), directory.path().toString(),
                    settings.maxPayload(), String.join(";", settings.allowedClasses())).write(leash);
        } catch (IOException e) {
            stopAccepting(); // it ended before it read them; what it said about that comes with its death
        }
    }

    long pid() {
        return process.pid();
    }

    SharedPage page() {
        return page;
    }

    FrameReader reader() {
        return reader;
    }

    /**
     * Waits for the worker to connect and to show its token.
     *
     * @return null if it ended before that
     */
    SocketChannel accept(int frameLimit) throws IOException {
        try (server) {
            while (server.isOpen()) {
                SocketChannel socket = server.accept();
                if (hasToken(socket, frameLimit)) {
                    return socket;
                }
                socket.close();
            }
        } catch (java.nio.channels.ClosedChannelException e) {
            // the process ended, or took too long
        } finally {
            removeFiles();
        }
        return null;
    }

    private boolean hasToken(SocketChannel socket, int frameLimit) throws IOException {
        FrameReader first = new FrameReader(socket, HELLO_LIMIT);
        try {
            if (first.next() != FrameType.HELLO) {
                return false;
            }
            byte[] shown = first.payload(new Decoder(new byte[0])).readBytes();
            if (shown == null || !MessageDigest.isEqual(shown, token)) {
                return false;
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
        first.limit(frameLimit);
        reader = first;
        return true;
    }

    private void stopAccepting() {
        try {
            server.close();
        } catch (IOException e) {
            // then accept() ends with it as well
        }
    }

    private void removeFiles() {
        PoolDirectory.delete(socketFile);
        PoolDirectory.delete(pageFile);
    }

    /** Kills the process and those that it has started. Takes a few milliseconds. */
    void kill() {
        stopAccepting();
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Waits for the end of the process, after its channel has ended; one that goes on without is killed. */
    Death await(WorkerHandle handle, boolean wasReady) throws InterruptedException {
        if (!process.waitFor(handle.verdict() == null ? GRACE_MILLIS : 1, TimeUnit.MILLISECONDS)) {
            handle.condemn(new Verdict.ChannelLost());
            kill();
            process.waitFor();
        }
        List<String> lines = errors.lastLines(STDERR_PATIENCE_MILLIS);
        try {
            leash.close();
        } catch (IOException e) {
            // the other end is gone
        }
        return new Death(worker, process.pid(), process.exitValue(), handle.verdict(), lines, command,
                wasReady);
    }
}
