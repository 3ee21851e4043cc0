package io.quarkiverse.processpool.engine;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.slf4j.LoggerFactory;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.InProcessPool;

/** Tasks that log. */
public class Talk {

    private static final String BY = "org.acme.";

    /** With which API; each logs by a logger with its name. */
    public enum Api {
        JUL,
        SYSTEM,
        JBOSS,
        SLF4J
    }

    @InProcessPool(workers = 1)
    public static long pid(int ignored) {
        return ProcessHandle.current().pid();
    }

    /** Logs at four levels, with a parameter and, at the last, an exception. */
    @InProcessPool
    public static void say(Api api, String what) {
        Exception problem = new IllegalStateException("no " + what, new IOException("no disk"));
        String name = BY + api;
        switch (api) {
            case JUL -> {
                Logger logger = Logger.getLogger(name);
                logger.log(Level.FINE, "debug {0}", what);
                logger.log(Level.INFO, "info {0}", what);
                logger.log(Level.WARNING, "warn {0}", what);
                logger.log(Level.SEVERE, "error " + what, problem);
            }
            case SYSTEM -> {
                System.Logger logger = System.getLogger(name);
                logger.log(System.Logger.Level.DEBUG, "debug {0}", what);
                logger.log(System.Logger.Level.INFO, "info {0}", what);
                logger.log(System.Logger.Level.WARNING, "warn {0}", what);
                logger.log(System.Logger.Level.ERROR, "error " + what, problem);
            }
            case JBOSS -> {
                org.jboss.logging.Logger logger = org.jboss.logging.Logger.getLogger(name);
                logger.debugf("debug %s", what);
                logger.infof("info %s", what);
                logger.warnv("warn {0}", what);
                logger.error("error " + what, problem);
            }
            case SLF4J -> {
                org.slf4j.Logger logger = LoggerFactory.getLogger(name);
                logger.debug("debug {}", what);
                logger.info("info {}", what);
                logger.warn("warn {}", what);
                logger.error("error {}", what, problem);
            }
            default -> throw new IllegalArgumentException();
        }
    }

    @InProcessPool
    public static void log(String name, String message) {
        Logger.getLogger(name).info(message);
    }

    /** The same in a child process of the worker. */
    @InProcessPool
    public static void logInAChild(String name, String message) throws InterruptedException {
        ChildProcess child = ChildProcess.of(TalkTasks.log(name, message));
        child.start();
        child.join();
    }

    @InProcessPool
    public static boolean wouldLog(String name, int level) {
        return Logger.getLogger(name).isLoggable(Level.parse(Integer.toString(level)));
    }

    /** Several threads log a message of that length each so often, while another prints. */
    @InProcessPool
    public static void crowd(int threads, int times, int length) throws InterruptedException {
        Thread[] all = new Thread[threads + 1];
        for (int i = 0; i < threads; i++) {
            String letter = String.valueOf((char) ('a' + i));
            all[i] = new Thread(() -> {
                for (int n = 0; n < times; n++) {
                    Logger.getLogger(BY + "Crowd").info(n + " " + letter.repeat(length) + ".");
                }
            });
        }
        all[threads] = new Thread(() -> {
            for (int n = 0; n < times; n++) {
                System.err.println("printed " + n);
            }
        });
        for (Thread thread : all) {
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }
    }

    /** Writes that to standard error, as it is. */
    @InProcessPool
    public static void write(String text) throws IOException {
        new FileOutputStream(FileDescriptor.err).write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Logs by so many loggers. */
    @InProcessPool
    public static void names(int count) throws IOException {
        FileOutputStream err = new FileOutputStream(FileDescriptor.err);
        for (int i = 0; i < count; i++) {
            err.write(
                    ("\u001eL=800\u001forg.acme.Name" + i + "\u001fnamed " + i + "\u001f\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @InProcessPool
    public static void logAndDie(String message) {
        Logger.getLogger(BY + "Death").severe(message);
        Runtime.getRuntime().halt(3);
    }
}
