package io.quarkiverse.processpool.deployment;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.quarkus.deployment.builditem.GeneratedClassBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.TransformedClassesBuildItem;
import io.quarkus.deployment.builditem.TransformedClassesBuildItem.TransformedClass;

/** The jar of what Quarkus transformed and generated for one run of the application in dev mode or a test. */
final class WrittenClasses {

    private final Path folder;

    WrittenClasses(Path folder) {
        this.folder = folder;
    }

    void write(TransformedClassesBuildItem transformed, List<GeneratedClassBuildItem> classes,
            List<GeneratedResourceBuildItem> resources) {
        try {
            Files.createDirectories(WorkerClassPathBuildItem.redefined(folder));
            try (Entries entries = new Entries(WorkerClassPathBuildItem.written(folder))) {
                for (Collection<TransformedClass> ofJar : transformed.getTransformedClassesByJar().values()) {
                    for (TransformedClass type : ofJar) {
                        if (type.getData() != null) {
                            entries.add(type.getFileName(), type.getData());
                        }
                    }
                }
                for (GeneratedClassBuildItem type : classes) {
                    entries.add(type.internalName() + ".class", type.getClassData());
                }
                for (GeneratedResourceBuildItem resource : resources) {
                    entries.add(resource.getName(), resource.getData());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The classes for the workers cannot be written to " + folder, e);
        }
    }

    void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder.getParent());
        } catch (NoSuchFileException e) {
            // Both the end of the run and the end of the build tool delete it.
        } catch (DirectoryNotEmptyException e) {
            // The folder of another run is beside it.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Entries without compression: they are written at every reload and read at every start of a worker. */
    private static final class Entries implements AutoCloseable {

        private final ZipOutputStream jar;
        private final Set<String> names = new HashSet<>();

        Entries(Path file) throws IOException {
            jar = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
            jar.setMethod(ZipOutputStream.STORED);
        }

        void add(String name, byte[] data) throws IOException {
            if (!names.add(name)) {
                return;
            }
            ZipEntry entry = new ZipEntry(name);
            CRC32 crc = new CRC32();
            crc.update(data);
            entry.setSize(data.length);
            entry.setCrc(crc.getValue());
            jar.putNextEntry(entry);
            jar.write(data);
            jar.closeEntry();
        }

        @Override
        public void close() throws IOException {
            jar.close();
        }
    }
}
