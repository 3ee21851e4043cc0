package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves that was killed at the same moment as its workers, the next pool removes; and nothing else. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class LeftoversTest {

    private static final String PATTERN = "qpp-1-12345678-";

    @TempDir
    Path temporary;

    private final List<Owner> parents = new ArrayList<>();

    @AfterEach
    void endParents() throws Exception {
        for (Owner parent : parents) {
            parent.end();
        }
    }

    private Owner parent() throws IOException {
        Owner parent = new Owner(temporary);
        parents.add(parent);
        return parent;
    }

    @Test
    @DisplayName("B20 What a parent leaves that is killed together with its worker is removed by the next pool, not what a living one has")
    void aParentKilledWithItsWorker() throws Exception {
        Path bait = dead("bait");
        Owner living = parent();
        await().atMost(Pools.PATIENCE).until(() -> !Files.exists(bait)); // it has looked, and will not again
        Owner killed = parent();
        killed.killWithWorker();
        assertThat(killed.directories(temporary)).hasSize(1);

        Owner next = parent();
        await().atMost(Pools.PATIENCE).until(() -> killed.directories(temporary).isEmpty());

        assertThat(living.directories(temporary)).hasSize(1);
        assertThat(living.askAgain()).isEqualTo(living.worker);
        assertThat(next.askAgain()).isEqualTo(next.worker);
        Path own = temporary.resolve(living.directories(temporary).iterator().next());
        assertThat(own.resolve("1").resolve("tmp")).isDirectory();
    }

    private Path dead(String name) throws IOException {
        Path dead = directory(PATTERN + name, "rwx------");
        Files.createFile(Files.createDirectory(dead.resolve("1")).resolve("alive"));
        return dead;
    }

    @Test
    @DisplayName("B20 A directory that only looks like that of a dead pool is left alone")
    void whatLooksLikeIt() throws Exception {
        Path dead = dead("dead");
        Path abandoned = old(directory(PATTERN + "abandoned", "rwx------"));

        List<Path> others = new ArrayList<>();
        others.add(directory(PATTERN + "beingmade", "rwx------"));
        others.add(directory(PATTERN + "open", "rwxr-xr-x"));
        others.add(directory("qpp-1-child-1234567890", "rwx------"));
        others.add(directory(PATTERN + "d.e.a.d", "rwx------"));
        others.add(directory("my-" + PATTERN + "dead", "rwx------"));
        for (Path other : List.copyOf(others.subList(1, others.size()))) {
            others.add(Files.createFile(Files.createDirectory(other.resolve("1")).resolve("alive")));
        }
        Path elsewhere = directory("elsewhere", "rwx------");
        others.add(Files.createFile(Files.createDirectory(elsewhere.resolve("1")).resolve("alive")));
        others.add(Files.createSymbolicLink(temporary.resolve(PATTERN + "link"), elsewhere));
        others.add(Files.createFile(temporary.resolve(PATTERN + "file")));

        parent();
        await().atMost(Pools.PATIENCE).until(() -> !Files.exists(dead) && !Files.exists(abandoned));
        // that the first has looked at all of them: the second removes one that was not there before
        Path another = dead("another");
        parent();
        await().atMost(Pools.PATIENCE).until(() -> !Files.exists(another));
        assertThat(others).allMatch(path -> Files.exists(path));
    }

    @Test
    @DisplayName("B20 The directory of a child process is removed if neither it nor its parent is there, and left alone if that is not certain")
    void thatOfAChild() throws Exception {
        Path dead = child("1", "alive", "end");
        Path abandoned = old(child("2"));
        Path neverBegan = child("3", "alive", "class-path");
        old(neverBegan);

        List<Path> others = new ArrayList<>();
        others.add(child("4")); // being made
        others.add(child("5", "alive", "class-path")); // about to be read, by a child whose parent is gone
        others.add(child("xyz", "alive"));
        others.add(Files.createSymbolicLink(temporary.resolve(PATTERN + "child-6"), child("elsewhere", "alive")));
        Path open = child("7", "alive");
        others.add(Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x")));

        parent();
        await().atMost(Pools.PATIENCE).until(() -> Stream.of(dead, abandoned, neverBegan).noneMatch(Files::exists));
        Path another = child("8", "alive");
        parent();
        await().atMost(Pools.PATIENCE).until(() -> !Files.exists(another));
        assertThat(others).allMatch(path -> Files.exists(path));
    }

    private Path child(String name, String... files) throws IOException {
        Path made = directory(PATTERN + "child-" + name, "rwx------");
        for (String file : files) {
            Files.createFile(made.resolve(file));
        }
        return made;
    }

    private static Path old(Path directory) throws IOException {
        return Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minusSeconds(7200)));
    }

    private Path directory(String name, String permissions) throws IOException {
        Path made = Files.createDirectory(temporary.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
    }
}
