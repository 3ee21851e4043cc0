package org.acme.contactsheet.packaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged application as a process of its own, started as in the README, at a port that is free. */
public final class Application {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");

    private final Process process;
    private final URI home;
    private final Queue<String> log;

    private Application(Process process, URI home, Queue<String> log) {
        this.process = process;
        this.home = home;
        this.log = log;
    }

    /**
     * @param jar to be run
     * @param workingDirectory of the process; need not be where the jar is
     * @param options of the JVM
     */
    public static Application start(Path jar, Path workingDirectory, String... options) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Dquarkus.http.port=0"));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", jar.toString()));
        Process process = new ProcessBuilder(command).directory(workingDirectory.toFile()).redirectErrorStream(true).start();
        CompletableFuture<URI> home = new CompletableFuture<>();
        Queue<String> log = new ConcurrentLinkedQueue<>();
        Thread follower = new Thread(() -> follow(process, home, log), "log of " + jar.getFileName());
        follower.setDaemon(true);
        follower.start();
        try {
            return new Application(process, home.get(60, TimeUnit.SECONDS), log);
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static void follow(Process process, CompletableFuture<URI> home, Queue<String> log) {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                log.add(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    home.complete(URI.create(listening.group(1) + "/"));
                }
                System.out.println("[" + process.pid() + "] " + line);
            }
        } catch (IOException e) {
            home.completeExceptionally(e);
        }
        home.completeExceptionally(new IllegalStateException("The application ended: " + String.join("\n", log)));
    }

    public URI home() {
        return home;
    }

    /** What it has written so far, in lines. */
    public List<String> log() {
        return List.copyOf(log);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends the application as a service manager does. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("The application did not end within 30 s");
        }
    }
}
