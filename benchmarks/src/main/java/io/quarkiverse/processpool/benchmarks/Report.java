package io.quarkiverse.processpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One table of figures: printed row by row as they come, and at the end written where the documentation includes it, as
 * AsciiDoc and as CSV. The system property {@code docs} is the folder of the documentation's module; without it nothing is
 * written.
 */
final class Report {

    private final String name;
    private final String title;
    private final List<List<String>> rows = new ArrayList<>();

    Report(String name, String title, String... columns) {
        this.name = name;
        this.title = title;
        add(List.of(columns));
    }

    void row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Double figure ? figure(figure) : cell.toString());
        }
        add(row);
    }

    private void add(List<String> row) {
        rows.add(row);
        System.out.println(String.join("\t", row));
    }

    /** Three digits, or all of a large number; nothing for what was not measured. */
    static String figure(double figure) {
        if (Double.isNaN(figure)) {
            return "-";
        }
        if (figure == Math.rint(figure)) {
            return String.format(Locale.ROOT, "%,.0f", figure);
        }
        int digits = (int) Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(figure), 1e-3))));
        return String.format(Locale.ROOT, digits == 0 ? "%,.0f" : "%." + digits + "f", figure);
    }

    void write() throws IOException {
        Path folder = folder("partials/measured");
        if (folder == null) {
            return;
        }
        StringBuilder table = new StringBuilder();
        table.append('.').append(title).append("\n[%header,cols=\"2").append(",>1".repeat(rows.get(0).size() - 1))
                .append("\"]\n|===\n");
        StringBuilder values = new StringBuilder();
        for (List<String> row : rows) {
            table.append('|').append(String.join(" |", row)).append('\n');
            values.append(String.join(",", row.stream().map(Report::quoted).toList())).append('\n');
        }
        table.append("|===\n\n_Measured on ").append(Machine.description()).append("._\n");
        Files.writeString(folder.resolve(name + ".adoc"), table);
        Files.writeString(folder.resolve(name + ".csv"), values);
    }

    private static String quoted(String cell) {
        return cell.matches("[0-9]{1,3}(,[0-9]{3})+") ? cell.replace(",", "") : cell.contains(",") ? '"' + cell + '"' : cell;
    }

    /** A folder of the documentation's module, or null if nothing is to be written. */
    static Path folder(String path) throws IOException {
        String docs = System.getProperty("docs");
        return docs == null ? null : Files.createDirectories(Path.of(docs).resolve(path));
    }
}
