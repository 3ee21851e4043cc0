package io.quarkiverse.processpool.worker;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.Callable;

import io.quarkiverse.processpool.wire.ChildSettings;
import io.quarkiverse.processpool.wire.CurrentProcess;
import io.quarkiverse.processpool.wire.ExitCode;

/**
 * Worker side: the main class of a child process. Reads from standard input who it is and what it has to do, and does it on the
 * main thread. How it ends is left to the JVM: an exception that nobody catches is exit code 1, and threads that are no daemons
 * are waited for.
 */
public final class ChildMain {

    private ChildMain() {
    }

    /** @param args the directory of this process, which has its class path until it is read, and its mark at the end */
    public static void main(String[] args) throws Exception {
        FileInputStream in = new FileInputStream(FileDescriptor.in);
        System.setIn(InputStream.nullInputStream());
        ChildDirectory directory = new ChildDirectory(new File(args.length == 1 ? args[0] : ""));
        directory.classPathIsRead();
        ChildLeash leash = new ChildLeash(in, directory);
        Runtime.getRuntime().addShutdownHook(new ChildEnd(leash, directory));
        ChildSettings settings;
        try {
            settings = ChildSettings.read(in);
        } catch (IOException e) {
            System.err.println("This is the main class of a child process; only its parent can start it: ".concat(
                    String.valueOf(e.getMessage())));
            directory.remove();
            Exit.now(ExitCode.BAD_SETTINGS);
            return;
        }
        leash.putOn(settings.daemon());
        CurrentProcess.becomeChild(settings);
        Thread.currentThread().setUncaughtExceptionHandler(new ChildFailure(settings.name()));
        for (Map.Entry<String, String> property : settings.properties().entrySet()) {
            if (System.getProperty(property.getKey()) == null) {
                System.setProperty(property.getKey(), property.getValue());
            }
        }
        Callable<?> work = ChildWork.of(settings);
        settings = null; // what the work does not hold is garbage while it runs
        work.call();
    }
}
