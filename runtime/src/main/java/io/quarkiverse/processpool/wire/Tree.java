package io.quarkiverse.processpool.wire;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;

/** Both sides: deletes a directory with all that tasks have left in it. Links are deleted, not followed. */
public final class Tree {

    private Tree() {
    }

    /** Deletes what is at that path; nothing if nothing is. What cannot be deleted stays, and the first reason is thrown. */
    public static void delete(Path root) throws IOException {
        IOException problem = null;
        ArrayDeque<Path> open = new ArrayDeque<>();
        ArrayDeque<Path> directories = new ArrayDeque<>();
        open.add(root);
        while (!open.isEmpty()) {
            Path path = open.pollLast();
            try {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    directories.push(path);
                    list(path, open);
                } else {
                    Files.deleteIfExists(path);
                }
            } catch (NoSuchFileException e) {
                // somebody else deletes here as well
            } catch (IOException e) {
                problem = problem == null ? e : problem;
            }
        }
        for (Path directory : directories) {
            try {
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                problem = problem == null ? e : problem;
            }
        }
        if (problem != null) {
            throw problem;
        }
    }

    private static void list(Path directory, ArrayDeque<Path> to) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                to.add(entry);
            }
        }
    }
}
