package org.acme.contactsheet;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkus.logging.Log;

/** Makes small copies of strangers' pictures, which is best done where it can do no harm. */
public class Thumbnails {

    /** How much higher than wide a thumbnail may be. */
    private static final int MOST_HEIGHTS = 4;

    /**
     * @param picture a PNG, JPEG, GIF or BMP file
     * @param width of the thumbnail in pixels; a picture that is smaller keeps its size
     */
    @InProcessPool(pool = "thumbnails", workers = 5, timeout = "10s", retries = 2)
    public static Thumbnail thumbnail(Path picture, int width)
            throws IOException, NotAPictureException, BrokenPictureException, PictureTooLargeException {
        Orientation orientation = Orientation.of(picture);
        try (PictureReader reader = PictureReader.open(picture)) {
            int uprightWidth = orientation.turned() ? reader.height() : reader.width();
            int uprightHeight = orientation.turned() ? reader.width() : reader.height();
            Log.debugf("%d x %d pixels", uprightWidth, uprightHeight);
            double scale = Math.min(1,
                    Math.min((double) width / uprightWidth, (double) MOST_HEIGHTS * width / uprightHeight));
            BufferedImage small = Scaling.scale(reader.read(scale), scaled(reader.width(), scale),
                    scaled(reader.height(), scale));
            return new Thumbnail(png(orientation.apply(small)), uprightWidth, uprightHeight, ProcessHandle.current().pid());
        }
    }

    private static int scaled(int length, double scale) {
        return Math.max(1, (int) Math.round(length * scale));
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (ImageOutputStream memory = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(image, "png", memory);
        }
        return png.toByteArray();
    }
}
