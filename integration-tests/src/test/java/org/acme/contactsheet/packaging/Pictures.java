package org.acme.contactsheet.packaging;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import javax.imageio.ImageIO;

/** Pictures as people take them: hills under an evening sky, different for each seed. */
public final class Pictures {

    private Pictures() {
    }

    public static byte[] encoded(String format, int width, int height, long seed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(landscape(width, height, seed), format, bytes);
        return bytes.toByteArray();
    }

    public static BufferedImage decoded(byte[] image) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(image));
    }

    public static byte[] truncated(byte[] image) {
        return Arrays.copyOf(image, image.length / 2);
    }

    public static byte[] text() {
        return "Dear picture service,\nthis is a letter.\n".getBytes(StandardCharsets.UTF_8);
    }

    /** A JPEG file with the Exif block of a camera that was held upright, that is, with its right side up. */
    public static byte[] turned(byte[] jpeg) throws IOException {
        byte[] exif = { (byte) 0xFF, (byte) 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
                0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0 };
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.write(jpeg, 0, 2);
        turned.write(exif);
        turned.write(jpeg, 2, jpeg.length - 2);
        return turned.toByteArray();
    }

    public static BufferedImage landscape(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        float hue = seed * 0.29f;
        graphics.setPaint(new GradientPaint(0, 0, Color.getHSBColor(hue, 0.55f, 0.45f), 0, height * 0.75f,
                Color.getHSBColor(hue + 0.45f, 0.35f, 1f)));
        graphics.fillRect(0, 0, width, height);
        int sun = height / 6 + random.nextInt(Math.max(1, height / 8));
        graphics.setPaint(Color.getHSBColor(0.12f, 0.25f, 1f));
        graphics.fillOval(random.nextInt(Math.max(1, width - sun)), height / 5 + random.nextInt(Math.max(1, height / 4)), sun,
                sun);
        for (int layer = 0; layer < 4; layer++) {
            graphics.setPaint(Color.getHSBColor(hue + 0.05f * layer, 0.5f, 0.55f - 0.13f * layer));
            graphics.fill(hills(width, height, height * (0.52 + 0.12 * layer), random));
        }
        graphics.dispose();
        return image;
    }

    private static Path2D hills(int width, int height, double level, Random random) {
        double phase = random.nextDouble() * 6;
        double wave = width / (2.0 + random.nextDouble() * 4);
        Path2D hills = new Path2D.Double();
        hills.moveTo(0, height);
        for (double x = 0; x <= width; x += Math.max(1, width / 200.0)) {
            hills.lineTo(x,
                    level + height * 0.06 * (Math.sin(phase + x / wave * 3) + 0.5 * Math.sin(2 * phase + x / wave * 8)));
        }
        hills.lineTo(width, height);
        hills.closePath();
        return hills;
    }
}
