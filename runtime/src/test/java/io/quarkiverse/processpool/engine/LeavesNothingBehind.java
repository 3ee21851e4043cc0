package io.quarkiverse.processpool.engine;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a process, a thread of a pool, a file descriptor or a directory of a pool behind. */
public final class LeavesNothingBehind implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Set<String> processes;
    private Set<String> directories;
    private Set<String> sockets;

    /** Closing a channel under a waiting thread makes the JDK open a descriptor of its own, once. */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Path path = Files.createTempDirectory("warm").resolve("up");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            Thread waiting = new Thread(() -> {
                try {
                    server.accept();
                } catch (IOException e) {
                    // as is meant
                }
            });
            waiting.start();
            await().until(() -> Stream.of(waiting.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("accept0")));
            server.close();
            waiting.join();
        }
        Files.delete(path);
        Files.delete(path.getParent());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        processes = processes();
        directories = directories();
        sockets = sockets();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        nothingMore("processes", processes, LeavesNothingBehind::processes);
        nothingMore("threads", Set.of(), LeavesNothingBehind::threads);
        nothingMore("directories", directories, LeavesNothingBehind::directories);
        nothingMore("sockets, pipes and files of pools", sockets, LeavesNothingBehind::sockets);
    }

    private static void nothingMore(String what, Set<String> before, Supplier<Set<String>> now) {
        await(what + " left behind").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            Set<String> left = now.get();
            left.removeAll(before);
            return left;
        }, Set::isEmpty);
    }

    private static Set<String> processes() {
        return ProcessHandle.current().descendants().map(p -> p.pid() + " " + p.info().commandLine().orElse(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("process-pool-")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> directories() {
        return list(Path.of(System.getProperty("java.io.tmpdir")), "qpp-" + ProcessHandle.current().pid() + "-");
    }

    static Set<String> sockets() {
        Path descriptors = Path.of("/proc/self/fd");
        try (Stream<Path> files = Files.list(descriptors)) {
            return files.map(LeavesNothingBehind::target)
                    .filter(t -> t.startsWith("socket:") || t.startsWith("pipe:") || t.contains("/qpp-"))
                    .map(LeavesNothingBehind::described)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it is a descriptor of; nothing if it was closed meanwhile. */
    static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** With the kernel's line about it, where it is a Unix socket. */
    private static String described(String descriptor) {
        String inode = descriptor.replaceAll("[^0-9]", "");
        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/unix"))) {
            return sockets.filter(line -> line.contains(" " + inode)).findFirst().orElse(descriptor);
        } catch (IOException e) {
            return descriptor;
        }
    }

    static Set<String> list(Path directory, String prefix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.startsWith(prefix))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
