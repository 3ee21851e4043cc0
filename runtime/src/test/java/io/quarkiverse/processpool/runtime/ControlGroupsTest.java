package io.quarkiverse.processpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of control groups, as Linux writes them into files. */
class ControlGroupsTest {

    private static final long MB = 1 << 20;
    private static final String UNIFIED = "31 23 0:38 / /sys/fs/cgroup rw,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate";
    private static final String OTHER_MOUNT = "22 1 8:1 / / rw,relatime - ext4 /dev/root rw";

    @TempDir
    Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }

    private void process(String groups, String... mounts) throws IOException {
        write("proc/self/cgroup", groups);
        write("proc/self/mountinfo", OTHER_MOUNT + "\n" + String.join("\n", mounts));
    }

    @Test
    void aContainerSeesItsOwnGroupAsTheTop() throws IOException {
        process("0::/", UNIFIED);
        write("sys/fs/cgroup/memory.max", Long.toString(512 * MB));

        assertThat(ControlGroups.lowestLimit(root)).isEqualTo(512 * MB);
    }

    @Test
    void theLowestOfTheGroupsCountsWhereverItIs() throws IOException {
        process("0::/system.slice/app.service", UNIFIED);
        write("sys/fs/cgroup/system.slice/memory.max", Long.toString(300 * MB));
        write("sys/fs/cgroup/system.slice/app.service/memory.max", Long.toString(600 * MB));
        assertThat(ControlGroups.lowestLimit(root)).as("above it").isEqualTo(300 * MB);

        write("sys/fs/cgroup/system.slice/app.service/memory.max", "max");
        assertThat(ControlGroups.lowestLimit(root)).as("above it alone").isEqualTo(300 * MB);

        write("sys/fs/cgroup/system.slice/app.service/memory.max", Long.toString(200 * MB));
        assertThat(ControlGroups.lowestLimit(root)).as("its own").isEqualTo(200 * MB);
    }

    @Test
    void noLimit() throws IOException {
        process("0::/a", UNIFIED);
        write("sys/fs/cgroup/a/memory.max", "max");
        assertThat(ControlGroups.lowestLimit(root)).isEqualTo(Long.MAX_VALUE);

        write("sys/fs/cgroup/a/memory.max", "much");
        assertThat(ControlGroups.lowestLimit(root)).as("what nobody understands").isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aGroupOutsideOfWhatIsMounted() throws IOException {
        process("0::/../other", UNIFIED);
        write("sys/fs/cgroup/memory.max", Long.toString(512 * MB));

        assertThat(ControlGroups.lowestLimit(root)).isEqualTo(512 * MB);
    }

    @Test
    void versionOneHasAMountForMemory() throws IOException {
        process("9:name=systemd:/\n4:cpu,memory:/docker/0815\n1:cpuset:/\n0::/",
                "35 31 0:32 /docker/0815 /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,cpu,memory",
                "33 31 0:31 /docker/0815 /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset",
                "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", Long.toString(400 * MB));
        assertThat(ControlGroups.lowestLimit(root)).isEqualTo(400 * MB);

        write("proc/self/cgroup", "4:cpu,memory:/docker/0815/inner");
        write("sys/fs/cgroup/memory/inner/memory.limit_in_bytes", Long.toString(300 * MB));
        assertThat(ControlGroups.lowestLimit(root)).isEqualTo(300 * MB);
    }

    @Test
    void anotherSystem() throws IOException {
        assertThat(ControlGroups.lowestLimit(root)).as("without these files").isEqualTo(Long.MAX_VALUE);

        process("nothing", "that anybody", "understands");
        assertThat(ControlGroups.lowestLimit(root)).isEqualTo(Long.MAX_VALUE);
    }
}
