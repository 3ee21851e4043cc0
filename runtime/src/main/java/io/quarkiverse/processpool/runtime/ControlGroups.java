package io.quarkiverse.processpool.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the control groups of Linux, of which containers are made, leave a process of the memory. A JVM knows the limit of its
 * own group only, and one above it may be lower.
 */
final class ControlGroups {

    private static final String ABOUT = "proc/self";

    private ControlGroups() {
    }

    /**
     * In bytes; as good as endless if there is no limit.
     *
     * @param root of the file system
     */
    static long lowestLimit(Path root) {
        long lowest = Long.MAX_VALUE;
        try {
            List<String> mounts = Files.readAllLines(root.resolve(ABOUT).resolve("mountinfo"));
            for (String entry : Files.readAllLines(root.resolve(ABOUT).resolve("cgroup"))) {
                String[] parts = entry.split(":", 3); // number, controllers, group
                boolean unified = parts[1].isEmpty();
                if (unified || names(parts[1], "memory")) {
                    lowest = Math.min(lowest, lowestLimit(root, mounts, parts[2], unified));
                }
            }
        } catch (IOException | RuntimeException e) {
            return lowest; // another system, or one that writes them in another way
        }
        return lowest;
    }

    private static boolean names(String list, String one) {
        return List.of(list.split(",")).contains(one);
    }

    /** Of version 2 if it is unified, else of version 1. */
    private static long lowestLimit(Path root, List<String> mounts, String group, boolean unified) {
        long lowest = Long.MAX_VALUE;
        for (String mount : mounts) {
            String[] halves = mount.split(" - ", 2);
            String[] place = halves[0].split(" ");
            String[] kind = halves[1].split(" ");
            if (unified ? kind[0].equals("cgroup2") : kind[0].equals("cgroup") && names(kind[2], "memory")) {
                Path top = root.resolve(place[4].substring(1));
                Path own = top.resolve(below(place[3], group)).normalize();
                for (Path at = own.startsWith(top) ? own : top; at.startsWith(top); at = at.getParent()) {
                    lowest = Math.min(lowest, limit(at.resolve(unified ? "memory.max" : "memory.limit_in_bytes")));
                }
            }
        }
        return lowest;
    }

    /** Where the group is below what is mounted; a container may see its own group as the top, by whatever name. */
    private static Path below(String mounted, String group) {
        Path own = Path.of(group);
        return own.startsWith(mounted) ? Path.of(mounted).relativize(own) : Path.of("");
    }

    private static long limit(Path file) {
        try {
            String limit = Files.readString(file).strip();
            return limit.equals("max") ? Long.MAX_VALUE : Long.parseLong(limit);
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE; // the group at the top has none
        }
    }
}
