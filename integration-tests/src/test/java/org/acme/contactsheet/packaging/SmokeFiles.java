package org.acme.contactsheet.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files that the smoke test sends by curl. */
final class SmokeFiles {

    private SmokeFiles() {
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        byte[] picture = Pictures.encoded("png", 1200, 800, 1);
        Files.write(folder.resolve("picture.png"), picture);
        Files.write(folder.resolve("half.png"), Pictures.truncated(picture));
        Files.write(folder.resolve("letter.txt"), Pictures.text());
        Files.write(folder.resolve("bomb.png"), Bombs.png());
        Files.write(folder.resolve("bomb.jpg"), Bombs.jpeg());
        Files.write(folder.resolve("heap-bomb.png"), Bombs.wideRows());
    }
}
