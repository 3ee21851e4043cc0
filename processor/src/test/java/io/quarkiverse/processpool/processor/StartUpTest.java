package io.quarkiverse.processpool.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

import javax.tools.JavaFileObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A starting worker loads nothing for the comfort of generated code: it has no lambda and no string concatenation. */
class StartUpTest {

    @TempDir
    Path folder;

    @Test
    void nothingIsLinkedAtRunTimeButTheMethodsOfRecords() throws Exception {
        List<JavaFileObject> sources = new ArrayList<>();
        Fixtures.in("good").forEach(file -> sources.add(Fixtures.source(file)));
        Fixtures.in("run").forEach(file -> sources.add(Fixtures.source(file)));
        List<String> arguments = new ArrayList<>(List.of("-c", "-p"));
        try (GeneratedClasses classes = new GeneratedClasses(Fixtures.compile(sources))) {
            for (Map.Entry<String, byte[]> entry : classes.bytes().entrySet()) {
                if (entry.getKey().matches(".*(Tasks|Worker)(\\$.*)?")) {
                    Path file = folder.resolve(entry.getKey() + ".class");
                    arguments.add(Files.write(file, entry.getValue()).toString());
                }
            }
        }
        assertThat(arguments).hasSizeGreaterThan(50);
        StringWriter out = new StringWriter();
        ToolProvider.findFirst("javap").orElseThrow().run(new PrintWriter(out), new PrintWriter(out),
                arguments.toArray(String[]::new));

        assertThat(out.toString().lines().filter(line -> line.contains("invokedynamic"))
                .filter(line -> !line.matches(".*:(toString|hashCode|equals):.*"))).isEmpty();
        assertThat(out.toString()).contains(":toString:");
    }
}
