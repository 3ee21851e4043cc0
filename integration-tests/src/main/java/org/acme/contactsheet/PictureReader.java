package org.acme.contactsheet;

import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** Reads one picture, with no more pixels than are needed. */
final class PictureReader implements Closeable {

    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");
    /** The largest cameras make pictures of this many pixels. */
    private static final long MOST_PIXELS = 150_000_000;
    /** So many fit well into the heap of a worker. */
    private static final long MOST_DECODED_PIXELS = 16_000_000;
    /** Leaving out rows and columns does not show as long as so many are left for each one of the copy. */
    private static final int DECODED_PER_SCALED = 3;

    private final PictureFile file;
    private final ImageReader reader;
    private final int width;
    private final int height;

    private PictureReader(PictureFile file, ImageReader reader) throws IOException {
        this.file = file;
        this.reader = reader;
        file.forgetRunningOut();
        reader.setInput(file, true);
        this.width = reader.getWidth(0);
        this.height = reader.getHeight(0);
    }

    /** Reads the head of a picture. */
    static PictureReader open(Path picture)
            throws IOException, NotAPictureException, BrokenPictureException, PictureTooLargeException {
        PictureFile file = new PictureFile(picture);
        try {
            PictureReader opened = new PictureReader(file, readerOf(file));
            opened.refuseTooManyPixels();
            return opened;
        } catch (NotAPictureException | PictureTooLargeException e) {
            file.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw broken(file, e);
        }
    }

    private static ImageReader readerOf(PictureFile file) throws IOException, NotAPictureException {
        if (file.length() == 0) {
            throw new NotAPictureException("The file is empty.");
        }
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(file); readers.hasNext();) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
        }
        throw new NotAPictureException("It does not begin like a PNG, JPEG, GIF or BMP file.");
    }

    /** A decompression bomb tells the truth about its size, and reading that costs nothing. */
    private void refuseTooManyPixels() throws PictureTooLargeException {
        long pixels = (long) width * height;
        if (pixels > MOST_PIXELS) {
            throw new PictureTooLargeException(String.format(Locale.ROOT,
                    "It unpacks to %,d \u00d7 %,d pixels, that is %,d megapixels; the limit is %,d.",
                    width, height, pixels / 1_000_000, MOST_PIXELS / 1_000_000));
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The first frame, with as many pixels as a copy of that scale needs to look well. */
    BufferedImage read(double scale) throws BrokenPictureException {
        int step = Math.max(1, (int) (1 / (DECODED_PER_SCALED * scale)));
        while ((long) width * height / step / step > MOST_DECODED_PIXELS) {
            step++;
        }
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(step, step, 0, 0);
        BufferedImage picture;
        try {
            picture = reader.read(0, param);
        } catch (IOException | RuntimeException e) {
            throw broken(file, e);
        }
        if (file.ranOut()) {
            throw truncated();
        }
        return picture;
    }

    /** Readers meet damage, and the end of memory, with exceptions of all kinds. */
    private static BrokenPictureException broken(PictureFile file, Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (file.ranOut() || cause instanceof EOFException) {
            return truncated();
        }
        String what = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new BrokenPictureException("It begins like a picture but cannot be read: " + what + ".");
    }

    private static BrokenPictureException truncated() {
        return new BrokenPictureException("The file ends in the middle of the picture.");
    }

    @Override
    public void close() throws IOException {
        reader.dispose();
        file.close();
    }
}
