package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** class-archive: workers start with an archive of their classes, and never depend on it. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(900)
class ClassArchiveTest {

    private static final String OWN = " io.quarkiverse.processpool.";

    @TempDir
    static Path jars;
    /** The class path of the tests has directories; an archive wants jars. */
    private static List<Path> classPath;

    @TempDir
    Path folder;

    @BeforeAll
    static void packJars() throws IOException {
        classPath = packed(jars);
    }

    /** The class path of this process, with jars in that folder where there are directories. */
    static List<Path> packed(Path jars) throws IOException {
        List<Path> packed = new ArrayList<>();
        for (Path entry : WorkerPool.builder("any").settings().classPath()) {
            packed.add(Files.isDirectory(entry) ? jar(entry, jars.resolve(packed.size() + ".jar")) : entry);
        }
        return packed;
    }

    private static Path jar(Path directory, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(directory.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
        return jar;
    }

    private Path archives() {
        return folder.resolve("archives");
    }

    private WorkerPool pool(UnaryOperator<PoolBuilder> settings) {
        return Pools.of(1, builder -> settings.apply(builder.classPath(classPath).classArchiveDirectory(archives())));
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(archives())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(archives())) {
            return files.filter(file -> file.toString().endsWith(".jsa")).sorted().toList();
        }
    }

    /** Has a pool make the archive. */
    private Path make(UnaryOperator<PoolBuilder> settings) throws Exception {
        List<Path> before = files();
        try (WorkerPool pool = pool(settings)) {
            pool.apply(MisbehaveTasks.square(2));
            return await().atMost(ArchiveRehearsal.PATIENCE).until(() -> {
                List<Path> now = new ArrayList<>(files());
                now.removeAll(before);
                return now;
            }, now -> now.size() == 1).get(0);
        }
    }

    /** What a new worker says about where its classes come from. */
    private List<String> loaded(UnaryOperator<PoolBuilder> settings) throws Exception {
        return loaded(settings, List.of());
    }

    private List<String> loaded(UnaryOperator<PoolBuilder> settings, List<String> jvmArgs) throws Exception {
        Path log = folder.resolve("classes.log");
        List<String> all = new ArrayList<>(jvmArgs);
        all.add("-Xlog:class+load:file=" + log);
        try (WorkerPool pool = pool(builder -> settings.apply(builder).jvmArgs(all.toArray(String[]::new)))) {
            assertThat(pool.apply(MisbehaveTasks.square(7))).isEqualTo(49);
            assertThat(pool.stats().workersStarted()).isLessThanOrEqualTo(2);
        }
        return Files.readAllLines(log);
    }

    @Test
    void workersStartFromIt() throws Exception {
        Path archive = make(builder -> builder);
        assertThat(Files.getPosixFilePermissions(archives())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(loaded(builder -> builder)).anyMatch(line -> isFromArchive(line, "worker.WorkerMain"))
                .anyMatch(line -> isFromArchive(line, "engine.MisbehaveWorker"));
        assertThat(files()).as("it is not made again").containsExactly(archive);
        try (Stream<Path> all = Files.list(archives())) {
            assertThat(all).as("the archive and its checksum, and nothing that it was made of").hasSize(2);
        }
    }

    /** It is for the jars at the beginning; what else is on the class path may be different, or a directory. */
    @Test
    void whatFollowsTheJarsDoesNotMatter() throws Exception {
        List<Path> longer = new ArrayList<>(classPath);
        Files.createFile(folder.resolve("something.properties"));
        longer.add(folder);
        longer.add(classPath.get(0));
        Path archive = make(builder -> builder.classPath(longer));
        assertThat(loaded(builder -> builder)).anyMatch(line -> isFromArchive(line, "worker.WorkerMain"));
        assertThat(loaded(builder -> builder.classPath(longer)))
                .anyMatch(line -> isFromArchive(line, "worker.WorkerMain"))
                .anyMatch(line -> isFromArchive(line, "engine.MisbehaveWorker"));
        assertThat(files()).containsExactly(archive);
    }

    @ParameterizedTest
    @ValueSource(strings = { "-XX:+UseG1GC", "-XX:-UseCompressedOops", "--add-opens java.base/java.lang=ALL-UNNAMED" })
    void thereIsOneForOtherOptionsToo(String options) throws Exception {
        List<String> words = List.of(options.split(" "));
        make(builder -> builder.jvmArgs(words.toArray(String[]::new)));
        assertThat(loaded(builder -> builder, words)).anyMatch(line -> isFromArchive(line, "worker.WorkerMain"))
                .anyMatch(line -> isFromArchive(line, "engine.MisbehaveWorker"));
    }

    @Test
    void anotherEnvironmentHasAnotherOne() throws Exception {
        Path archive = make(builder -> builder);
        assertThat(make(builder -> builder.environment(Map.of("JAVA_TOOL_OPTIONS", "-XX:-UseCompressedOops"))))
                .isNotEqualTo(archive);
    }

    @Test
    void whatHasNothingToDoWithItDoesNotMatter() throws Exception {
        make(builder -> builder);
        List<String> options = List.of("-Dsome=thing", "-XX:+HeapDumpOnOutOfMemoryError", "-XX:MaxMetaspaceSize=64m");
        assertThat(loaded(builder -> builder, options)).anyMatch(line -> isFromArchive(line, "worker.WorkerMain"));
        assertThat(ArchiveOptions.thatMatter(List.of("-Da=b", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Xlog:gc",
                "--add-modules=java.sql", "word", "-Xmx64m"))).containsExactly("--add-opens",
                        "java.base/java.lang=ALL-UNNAMED", "--add-modules=java.sql", "-Xmx64m");
    }

    /** Medians of runs in turn, so that whatever else the machine does is in both. */
    @Test
    @DisplayName("B29 With an archive of its classes a worker is ready clearly sooner")
    void workersStartSooner() throws Exception {
        make(builder -> builder);
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            with.add(cpuMillis(builder -> builder));
            without.add(cpuMillis(builder -> builder.classArchive(false)));
        }
        with.sort(null);
        without.sort(null);
        assertThat(with.get(7)).as("ms of processor time: %s with, %s without", with, without)
                .isLessThan(without.get(7) * 0.95);
    }

    /**
     * What the process of a new worker has used when it has given its first result; the clock would count other processes too.
     */
    private double cpuMillis(UnaryOperator<PoolBuilder> settings) throws Exception {
        try (WorkerPool pool = pool(settings)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            double nanos = 0;
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
                for (Path thread : threads.toList()) {
                    nanos += Double.parseDouble(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
                }
            }
            return nanos / 1e6;
        }
    }

    private static boolean isFromArchive(String line, String name) {
        return line.contains(OWN + name + " ") && isFromArchive(line);
    }

    /** Of the classes that are not in the archive of the JDK. */
    private static boolean isFromArchive(String line) {
        return line.contains(OWN) && line.contains("source: shared objects file");
    }

    @Test
    void itIsNotMadeWhenItIsSwitchedOffOrInTheWay() throws Exception {
        assertThat(archiveOf(builder -> builder)).isTrue();
        assertThat(archiveOf(builder -> builder.classArchive(false))).isFalse();
        assertThat(archiveOf(builder -> builder.jvmArgs("-Xshare:off"))).isFalse();
        assertThat(archiveOf(builder -> builder.jvmArgs("-javaagent:some.jar"))).isFalse();
        assertThat(archiveOf(builder -> builder.jvmArgs("@some.options"))).isFalse();
        assertThat(archiveOf(builder -> builder.environment(Map.of("JAVA_TOOL_OPTIONS", "-Dsome=thing -javaagent:a.jar"))))
                .isFalse();
        assertThat(archiveOf(builder -> builder.environment(Map.of("JAVA_TOOL_OPTIONS", "-Dsome=thing")))).isTrue();
        assertThat(archiveOf(builder -> builder.java(Path.of("/somewhere/else/java")))).isFalse();
        assertThat(archiveOf(builder -> builder.classPath(List.of(folder)))).as("a directory").isFalse();
    }

    private boolean archiveOf(UnaryOperator<PoolBuilder> settings) {
        ClassArchive archive = new ClassArchive(settings.apply(
                WorkerPool.builder("any").classPath(classPath).classArchiveDirectory(archives())).settings());
        archive.file(List.of());
        return archive.isMissing();
    }

    @Test
    void oneThatIsDamagedIsNotUsedAndMadeAnew() throws Exception {
        Path archive = make(builder -> builder);
        archive.toFile().setWritable(true);
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int old = file.read();
            file.seek(file.length() / 2);
            file.write(old ^ 1);
        }
        assertThat(loaded(builder -> builder)).noneMatch(ClassArchiveTest::isFromArchive);
        assertThat(make(builder -> builder)).isEqualTo(archive);
    }

    /** As if the checksum had been made of what is broken: the JVM dies of it, and the pool goes on without. */
    @Test
    void oneThatKillsItsWorkersIsGivenUp() throws Exception {
        Path archive = make(builder -> builder);
        byte[] bytes = Files.readAllBytes(archive);
        Arrays.fill(bytes, bytes.length / 4, bytes.length / 2, (byte) 0x55);
        replace(archive, bytes);
        try (WorkerPool pool = pool(builder -> builder)) {
            assertThat(pool.apply(MisbehaveTasks.square(6))).isEqualTo(36);
        }
    }

    /** With the checksum of the new content. */
    private static void replace(Path archive, byte[] bytes) throws IOException {
        archive.toFile().setWritable(true);
        Files.write(archive, bytes);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        Path sum = archive.resolveSibling(archive.getFileName().toString().replace(".jsa", ".sum"));
        try (java.io.DataOutputStream out = new java.io.DataOutputStream(Files.newOutputStream(sum))) {
            out.writeLong((long) bytes.length << 32 | crc.getValue());
        }
    }

    /** As if it had the name and the checksum of the one that fits; the JVM has nothing to say about it. */
    @ParameterizedTest
    @ValueSource(strings = { "nothing in it", "of another kind of JVM" })
    void oneThatDoesNotFitOnlyLosesTheGain(String how) throws Exception {
        Path archive = make(builder -> builder);
        replace(archive, how.equals("nothing in it") ? new byte[0]
                : Files.readAllBytes(make(builder -> builder.jvmArgs("-XX:-UseCompressedOops"))));
        try (LoggedRecords log = LoggedRecords.ofPool("misbehave"); WorkerPool pool = pool(builder -> builder)) {
            assertThat(pool.apply(MisbehaveTasks.square(6))).isEqualTo(36);
            assertThat(log.warnings()).isEmpty();
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
        assertThat(loaded(builder -> builder)).noneMatch(ClassArchiveTest::isFromArchive);
    }

    @Test
    void aJarThatIsNewerHasAnotherOne() throws Exception {
        Path archive = make(builder -> builder);
        Path jar = classPath.stream().filter(entry -> entry.startsWith(jars)).findFirst().orElseThrow();
        FileTime before = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.from(before.toInstant().minusSeconds(3)));
        try {
            assertThat(loaded(builder -> builder)).noneMatch(ClassArchiveTest::isFromArchive);
            assertThat(make(builder -> builder)).isNotEqualTo(archive);
        } finally {
            Files.setLastModifiedTime(jar, before);
        }
    }

    @Test
    void aDirectoryThatOthersCanEnterIsNotUsed() throws Exception {
        Files.createDirectory(archives(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThat(new ArchiveStore(archives()).begin("some")).isNull();
        Files.setPosixFilePermissions(archives(), PosixFilePermissions.fromString("rwx------"));
        assertThat(new ArchiveStore(archives()).begin("some")).isNotNull();
    }

    @Test
    void theOldestOnesAreRemoved() throws Exception {
        ArchiveStore store = new ArchiveStore(archives());
        for (int i = 0; i < 20; i++) {
            Path made = store.begin("archive" + i);
            Files.write(made, new byte[100]);
            store.finish(made, "archive" + i);
            Files.setLastModifiedTime(archives().resolve("archive" + i + ".jsa"),
                    FileTime.from(Instant.now().minusSeconds(100 - i)));
        }
        assertThat(files()).hasSizeLessThanOrEqualTo(16);
        assertThat(store.find("archive19")).isNotNull();
        assertThat(store.find("archive0")).isNull();
        try (Stream<Path> all = Files.list(archives())) {
            assertThat(all).as("none without its checksum, and none besides").hasSize(2 * files().size());
        }
    }

    /** An archive can hold for the jar of the extension where the application is in directories. */
    @Test
    void theJarOfTheExtensionComesBeforeDirectoriesOnly() {
        List<Path> two = classPath.stream().filter(entry -> entry.toString().endsWith(".jar")).limit(2).toList();
        assertThat(ClassArchive.withJarFirst(List.of(folder, two.get(0), jars), two.get(0)))
                .isEqualTo(List.of(two.get(0), folder, jars));
        assertThat(ClassArchive.withJarFirst(List.of(two.get(1), two.get(0), jars), two.get(0)))
                .isEqualTo(List.of(two.get(1), two.get(0), jars));
        assertThat(ClassArchive.withJarFirst(List.of(two.get(1), folder, two.get(0)), two.get(0)))
                .isEqualTo(List.of(two.get(0), two.get(1), folder));
        assertThat(ClassArchive.withJarFirst(List.of(folder, jars), jars)).as("no jar").isEqualTo(List.of(folder, jars));
    }

    @Test
    void closingThePoolEndsTheMaking() throws Exception {
        try (WorkerPool pool = pool(builder -> builder)) {
            pool.apply(MisbehaveTasks.square(2));
            awaitMaking();
            pool.close();
            assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
            assertThat(maker()).isEmpty();
        }
        if (Files.isDirectory(archives())) {
            try (Stream<Path> all = Files.list(archives())) {
                assertThat(all).as("all of it or nothing").hasSize(2 * files().size());
            }
        }
    }

    private void awaitMaking() {
        await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofMinutes(1))
                .until(() -> maker().isPresent() || !files().isEmpty());
    }

    private static Optional<ProcessHandle> maker() {
        return ProcessHandle.current().descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("ArchiveClassesAtExit")).findFirst();
    }

    @Test
    void itIsMadeAtTheLowestPriority() throws Exception {
        try (WorkerPool pool = pool(builder -> builder)) {
            pool.apply(MisbehaveTasks.square(2));
            String nice = await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofMinutes(1))
                    .until(() -> maker().map(process -> niceness(process.pid())).orElse(""), found -> !found.isEmpty());
            assertThat(nice).isEqualTo("19");
        }
    }

    /** As of the 19th field of its line in /proc; nothing if it has ended meanwhile, or is not yet more than its launcher. */
    private static String niceness(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.contains("(java)") ? stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16] : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Makes an archive until it is killed. */
    static final class Parent {

        private Parent() {
        }

        public static void main(String[] args) throws Exception {
            WorkerPool pool = WorkerPool.builder("misbehave").workers(1)
                    .classPath(Stream.of(args).skip(1).map(Path::of).toList())
                    .classArchiveDirectory(Path.of(args[0])).build();
            pool.apply(MisbehaveTasks.square(2));
            new CountDownLatch(1).await();
        }
    }

    @Test
    @DisplayName("B20 A killed parent leaves no process that makes an archive")
    void nobodyGoesOnMakingItForNobody() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> arguments = new ArrayList<>(List.of(archives().toString()));
        classPath.forEach(entry -> arguments.add(entry.toString()));
        Process parent = Pools.java(Parent.class, List.of("-Djava.io.tmpdir=" + temporary), arguments.toArray(String[]::new))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        awaitMaking();
        List<ProcessHandle> started = parent.descendants().toList();
        parent.destroyForcibly().waitFor();
        started.forEach(process -> Pools.awaitDead(process.pid()));
        await().atMost(Pools.PATIENCE).untilAsserted(() -> assertThat(temporary).isEmptyDirectory());
    }

    /** A folder with the jars of the class path, as a packaged application has one. */
    private List<Path> application(Path root) throws IOException {
        List<Path> moved = new ArrayList<>();
        Files.createDirectories(root.resolve("lib"));
        for (int i = 0; i < classPath.size(); i++) {
            moved.add(
                    Files.copy(classPath.get(i), root.resolve("lib").resolve(i + ".jar"), StandardCopyOption.COPY_ATTRIBUTES));
        }
        return moved;
    }

    private List<Path> moved(List<Path> places, Path from, Path to) throws IOException {
        Files.move(from, to);
        return places.stream().map(place -> to.resolve(from.relativize(place))).toList();
    }

    /** Where a pool can keep none of its own. */
    private boolean startsFromShipped(List<Path> places, String... jvmArgs) throws Exception {
        Path noDirectory = Files.write(folder.resolve("file"), new byte[1]).resolve("archives");
        List<String> loaded = loaded(builder -> builder.classPath(places).classArchiveDirectory(noDirectory).heap("300m"),
                List.of(jvmArgs));
        return loaded.stream().anyMatch(line -> isFromArchive(line, "worker.WorkerMain"))
                && loaded.stream().anyMatch(line -> isFromArchive(line, "engine.MisbehaveWorker"));
    }

    @Test
    void oneThatWasMadeWithTheApplicationComesFirst() throws Exception {
        Path root = folder.resolve("app");
        List<Path> places = application(root);
        assertThat(startsFromShipped(places)).as("without one").isFalse();

        Path shipped = ShippedArchive.make(places, List.of(MisbehaveWorker.class.getName())).orElseThrow();

        assertThat(shipped).isEqualTo(root.resolve("lib/process-pool.jsa")).isRegularFile();
        assertThat(startsFromShipped(places)).isTrue();
        assertThat(startsFromShipped(places, "-XX:+UseG1GC")).as("with options that it is not for").isFalse();

        places = moved(places, root, folder.resolve("elsewhere"));
        assertThat(startsFromShipped(places)).as("moved").isEqualTo(Runtime.version().feature() >= 19);
        places = moved(places, folder.resolve("elsewhere"), root);
        assertThat(startsFromShipped(places)).as("back again").isTrue();

        Files.setLastModifiedTime(places.get(1), FileTime.fromMillis(0));
        assertThat(startsFromShipped(places)).as("with a jar that has changed").isFalse();
    }

    @Test
    void oneThatWasDamagedOnItsWayIsNotUsed() throws Exception {
        List<Path> places = application(folder.resolve("app"));
        Path shipped = ShippedArchive.make(places, List.of(MisbehaveWorker.class.getName())).orElseThrow();
        shipped.toFile().setWritable(true);
        byte[] bytes = Files.readAllBytes(shipped);
        bytes[bytes.length / 2] ^= 1;
        Files.write(shipped, bytes);
        assertThat(startsFromShipped(places)).isFalse();
        assertThat(shipped).as("it belongs to the application").exists();

        assertThat(ShippedArchive.make(places, List.of(MisbehaveWorker.class.getName()))).as("the next build").isPresent();
        assertThat(startsFromShipped(places)).isTrue();
        Files.delete(shipped.resolveSibling("process-pool.label"));
        assertThat(startsFromShipped(places)).isFalse();
    }

    @Test
    void whereThereAreDirectoriesNoneIsShipped() throws Exception {
        List<Path> places = new ArrayList<>(application(folder.resolve("app")));
        places.add(0, Files.createDirectory(folder.resolve("classes")));
        assertThat(ShippedArchive.make(places, List.of())).isEmpty();
        assertThat(ShippedArchive.make(List.of(folder), List.of())).isEmpty();
    }
}
