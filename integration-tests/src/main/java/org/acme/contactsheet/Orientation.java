package org.acme.contactsheet;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a camera was held, as the Exif block of a JPEG file says it: 1 is upright, 2 to 8 are turns and mirror images. */
record Orientation(int value) {

    private static final Orientation UPRIGHT = new Orientation(1);
    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int START_OF_SCAN = 0xFFDA;
    private static final int APPLICATION_1 = 0xFFE1;
    private static final int EXIF_PREFIX = 6;
    private static final int ORIENTATION_TAG = 0x0112;

    /** Upright if the file does not say anything else; what is wrong with the file shows when it is decoded. */
    static Orientation of(Path picture) throws IOException {
        try (InputStream file = Files.newInputStream(picture); DataInputStream in = new DataInputStream(file)) {
            if (in.readUnsignedShort() != START_OF_IMAGE) {
                return UPRIGHT;
            }
            for (int marker = in.readUnsignedShort(); marker != START_OF_SCAN; marker = in.readUnsignedShort()) {
                int length = in.readUnsignedShort() - Short.BYTES;
                if (marker >> 8 != 0xFF || length < 0) {
                    return UPRIGHT;
                }
                if (marker == APPLICATION_1) {
                    Orientation found = inExif(in.readNBytes(length));
                    if (found != null) {
                        return found;
                    }
                } else {
                    in.skipNBytes(length);
                }
            }
            return UPRIGHT;
        } catch (EOFException e) {
            return UPRIGHT;
        }
    }

    private static Orientation inExif(byte[] segment) {
        if (segment.length < EXIF_PREFIX + 8 || segment[0] != 'E' || segment[1] != 'x' || segment[2] != 'i') {
            return null;
        }
        ByteBuffer tiff = ByteBuffer.wrap(segment, EXIF_PREFIX, segment.length - EXIF_PREFIX).slice();
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return null;
        }
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int entry = directory + 2; entries > 0 && entry <= tiff.limit() - 12; entry += 12, entries--) {
            if (tiff.getShort(entry) == ORIENTATION_TAG) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? new Orientation(value) : null;
            }
        }
        return null;
    }

    /** Whether width and height change places. */
    boolean turned() {
        return value >= 5;
    }

    BufferedImage apply(BufferedImage image) {
        if (value == 1) {
            return image;
        }
        int width = turned() ? image.getHeight() : image.getWidth();
        int height = turned() ? image.getWidth() : image.getHeight();
        int type = image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage upright = new BufferedImage(width, height, type);
        Graphics2D graphics = upright.createGraphics();
        graphics.drawImage(image, transform(image.getWidth(), image.getHeight()), null);
        graphics.dispose();
        return upright;
    }

    private AffineTransform transform(double w, double h) {
        return switch (value) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
            default -> new AffineTransform();
        };
    }
}
