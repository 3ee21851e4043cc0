package io.quarkiverse.processpool.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

import io.quarkiverse.processpool.wire.EntryPoints;
import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.ProtocolException;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Worker side: what the generated main classes run. Reads the settings from standard input, connects, puts the leash
 * on, initialises the class, and serves tasks on the main thread until it is told to stop.
 */
public final class WorkerMain {

    private WorkerMain() {
    }

    /** Serves the entry points of that class, and those of other classes as tasks name them. Does not return. */
    public static void run(EntryPoints own) {
        FileInputStream leash = new FileInputStream(FileDescriptor.in);
        System.setIn(InputStream.nullInputStream());
        WorkerSettings settings;
        try {
            settings = WorkerSettings.read(leash);
        } catch (IOException e) {
            System.err.println("This is the main class of a worker process; only a process pool can start it: ".concat(
                    String.valueOf(e.getMessage())));
            Exit.now(ExitCode.BAD_SETTINGS);
            return;
        }
        Leash guard = new Leash(leash, settings);
        guard.putOn();
        SocketChannel channel;
        SharedPage page;
        try {
            page = SharedPage.map(Path.of(settings.page()));
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(settings.socket()));
        } catch (IOException e) {
            e.printStackTrace();
            Exit.now(ExitCode.NO_CONNECTION);
            return;
        }
        serve(new TaskLoop(channel, page, settings, new ServedClasses(own)), guard);
    }

    private static void serve(TaskLoop loop, Leash guard) {
        try {
            ExitCode end = loop.run();
            if (end == ExitCode.CHANNEL_LOST) {
                guard.awaitItsEnd();
            }
            Exit.orderly(end);
        } catch (ProtocolException e) {
            e.printStackTrace();
            Exit.now(ExitCode.PROTOCOL_BROKEN);
        } catch (IOException e) {
            guard.awaitItsEnd();
            Exit.now(ExitCode.CHANNEL_LOST);
        } catch (Throwable e) {
            e.printStackTrace();
            Exit.now(ExitCode.INTERNAL_ERROR);
        }
    }
}
