package org.acme;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import io.quarkiverse.processpool.InProcessPool;

// tag::class[]
public class Thumbnails {

    @InProcessPool(pool = "images", workers = 4, timeout = "10s", retries = 2)
    public static byte[] thumbnail(byte[] image, int width) throws IOException {
        BufferedImage original = ImageIO.read(new ByteArrayInputStream(image));
        if (original == null) {
            throw new IOException("not an image");
        }
        // end::class[]
        int height = Math.max(1, original.getHeight() * width / original.getWidth());
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.drawImage(original, 0, 0, width, height, null);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(scaled, "png", png);
        // tag::class[]
        return png.toByteArray();
    }
}
// end::class[]
