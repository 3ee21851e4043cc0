package io.quarkiverse.processpool.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;

/**
 * Worker side: makes the socket on a thread of its own. The JDK sets up a source of random numbers for the first one of a
 * process, which takes half as long as all else that a worker does to start.
 */
final class Opening extends Thread {

    private SocketChannel channel;
    private IOException failure;

    Opening() {
        super(null, null, "process-pool-opening", 0, false);
        setDaemon(true);
        start();
    }

    @Override
    public void run() {
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException e) {
            failure = e;
        }
    }

    /** The socket, not yet connected. */
    SocketChannel await() throws IOException {
        while (true) {
            try {
                join();
                break;
            } catch (InterruptedException e) {
                // nobody interrupts a worker that has no task yet
            }
        }
        if (failure != null) {
            throw failure;
        }
        return channel;
    }
}
