package io.quarkiverse.processpool.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What pools have in this process and in its temporary directory while they are open. */
final class Traces {

    private static boolean warm;

    private Traces() {
    }

    /**
     * Closing a channel under a waiting thread makes the JDK open a descriptor of its own, once: done here, it is
     * nobody's.
     */
    static synchronized void warmUp() throws IOException, InterruptedException {
        if (warm) {
            return;
        }
        Path directory = Files.createTempDirectory("warm");
        Path path = directory.resolve("up");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Thread waiting = new Thread(() -> accept(server), "warm-up");
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            waiting.start();
            while (Stream.of(waiting.getStackTrace()).noneMatch(frame -> frame.getMethodName().startsWith("accept0"))) {
                Thread.onSpinWait();
            }
        } finally {
            server.close();
            waiting.join();
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
        warm = true;
    }

    private static void accept(ServerSocketChannel server) {
        try {
            server.accept();
        } catch (IOException e) {
            // as is meant
        }
    }

    static Set<String> threads() {
        return sorted(Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("process-pool-")));
    }

    /** Those of pools and child processes of this process, and of the processes below it with these pids. */
    static Set<String> directories(Set<Long> below) {
        Set<String> prefixes = below.stream().map(pid -> "qpp-" + pid + "-").collect(Collectors.toSet());
        prefixes.add("qpp-" + ProcessHandle.current().pid() + "-");
        Set<String> found = new TreeSet<>();
        for (Path parent : List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/tmp"))) {
            if (Files.isDirectory(parent)) {
                try (Stream<Path> files = Files.list(parent)) {
                    found.addAll(sorted(files.filter(file -> begins(file.getFileName().toString(), prefixes))
                            .map(Path::toString)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return found;
    }

    private static boolean begins(String name, Set<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }

    static Set<String> sockets() {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(descriptors)) {
            return sorted(files.map(Traces::target).filter(t -> t.startsWith("socket:") || t.startsWith("pipe:")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static Set<String> sorted(Stream<String> texts) {
        return texts.collect(Collectors.toCollection(TreeSet::new));
    }
}
