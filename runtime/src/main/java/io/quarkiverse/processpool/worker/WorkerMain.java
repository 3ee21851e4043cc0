package io.quarkiverse.processpool.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

import io.quarkiverse.processpool.wire.CurrentProcess;
import io.quarkiverse.processpool.wire.EntryPoints;
import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.ProtocolException;
import io.quarkiverse.processpool.wire.RunningTask;
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
        Opening opening = new Opening();
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
        if (!mayConnect(leash)) {
            leave(settings);
            return;
        }
        settings.setProperties();
        Estate.bequeath(settings);
        CurrentProcess.becomeWorker(settings.name());
        Leash guard = null;
        TaskLoop loop;
        try {
            SharedPage page = SharedPage.map(settings.page());
            Interruption interruption = new Interruption();
            HeapGrowth heap = new HeapGrowth(settings.tendsHeapWithin());
            guard = new Leash(leash, settings, page, interruption, heap);
            guard.putOn();
            RunningTask.setForProcess(new CurrentTask(page, interruption));
            SocketChannel channel = opening.await();
            channel.connect(UnixDomainSocketAddress.of(settings.socket()));
            loop = new TaskLoop(channel, page, interruption, heap, settings, new ServedClasses(own));
        } catch (IOException e) {
            if (guard != null) {
                guard.awaitItsEnd(); // the parent may have been killed just now
            }
            e.printStackTrace();
            Exit.now(ExitCode.NO_CONNECTION);
            return;
        }
        serve(loop, guard, settings);
    }

    /** Waits until the parent has made what this worker connects to; false if it was killed before that. */
    private static boolean mayConnect(FileInputStream leash) {
        try {
            return leash.read() == WorkerSettings.GO;
        } catch (IOException e) {
            return false;
        }
    }

    private static void leave(WorkerSettings settings) {
        try {
            Estate.remove(settings);
        } catch (IOException e) {
            e.printStackTrace();
        }
        Exit.cut(ExitCode.LEASH_CUT);
    }

    private static void serve(TaskLoop loop, Leash guard, WorkerSettings settings) {
        FullHeap.prepare();
        try {
            ExitCode end = loop.run();
            if (end == ExitCode.CHANNEL_LOST) {
                guard.awaitItsEnd();
            }
            Estate.clear(settings);
            Exit.orderly(end);
        } catch (ProtocolException e) {
            e.printStackTrace();
            Exit.now(ExitCode.PROTOCOL_BROKEN);
        } catch (IOException e) {
            guard.awaitItsEnd();
            Exit.now(ExitCode.CHANNEL_LOST);
        } catch (OutOfMemoryError e) {
            FullHeap.end();
        } catch (Throwable e) {
            try {
                e.printStackTrace();
            } catch (OutOfMemoryError full) {
                FullHeap.end();
            }
            Exit.now(ExitCode.INTERNAL_ERROR);
        }
    }
}
