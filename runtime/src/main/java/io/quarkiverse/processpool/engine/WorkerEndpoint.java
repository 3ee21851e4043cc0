package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.FrameReader;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.WorkerSettings;

/** Parent side: where one worker connects, once: its socket, its token and its page. The files are gone when it has. */
final class WorkerEndpoint {

    private static final int HELLO_LIMIT = 64;

    private final WorkerSettings settings;
    private final SharedPage page;
    private final LaneToWorker lane;
    private final ServerSocketChannel server;
    private FrameReader reader;

    WorkerEndpoint(WorkerSettings settings) throws IOException {
        this.settings = settings;
        page = SharedPage.map(settings.page());
        lane = new LaneToWorker(settings.lane(), page);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(settings.socket()), 1);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    WorkerSettings settings() {
        return settings;
    }

    SharedPage page() {
        return page;
    }

    LaneToWorker lane() {
        return lane;
    }

    /** Reads what the worker sends; there once it was accepted. */
    FrameReader reader() {
        return reader;
    }

    /**
     * Waits for the worker to connect and to show its token. Whoever else connects is turned away.
     *
     * @return null if it was closed before that
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
        } catch (ClosedChannelException e) {
            // the process ended, or took too long
        } finally {
            removeFiles();
        }
        return null;
    }

    private boolean hasToken(SocketChannel socket, int frameLimit) {
        FrameReader first = new FrameReader(socket, HELLO_LIMIT);
        try {
            if (first.next() != FrameType.HELLO) {
                return false;
            }
            byte[] shown = first.payload(new Decoder(new byte[0])).readBytes();
            if (shown == null || !MessageDigest.isEqual(shown, settings.token())) {
                return false;
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
        first.limit(frameLimit);
        first.poll(page.sentByWorker());
        reader = first;
        return true;
    }

    /** Nobody can connect any more. */
    void close() {
        try {
            server.close();
        } catch (IOException e) {
            // then accept() ends with it as well
        }
        removeFiles();
    }

    private void removeFiles() {
        PoolDirectory.delete(settings.socket());
        PoolDirectory.delete(settings.page());
    }
}
