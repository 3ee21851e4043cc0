package org.acme.contactsheet.packaging;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Small files that unpack to gigabytes. */
public final class Bombs {

    private static final byte[] PNG_SIGNATURE = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };
    private static final int GREY = 0;
    private static final int RGBA = 6;

    private Bombs() {
    }

    /** Zeros: 60,000 × 60,000 pixels, of which each eight are one byte. */
    public static byte[] png() throws IOException {
        return png(60_000, 60_000, 1, GREY, zeros(60_000L * (1 + 60_000 / 8)));
    }

    /** Few enough pixels to be a photograph, but each row of them takes more memory than a worker has. */
    public static byte[] wideRows() throws IOException {
        return png(33_000_000, 3, 16, RGBA, zeros(3 * (1 + 33_000_000L * 8)));
    }

    /** An ordinary small picture whose head says that it is 65,000 × 65,000 pixels; readers paint what is missing. */
    public static byte[] jpeg() throws IOException {
        byte[] jpeg = Pictures.encoded("jpeg", 64, 64, 1);
        for (int i = 0; i < jpeg.length - 8; i++) {
            boolean startOfFrame = (jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0;
            if (startOfFrame) {
                for (int size = i + 5; size < i + 9; size += 2) {
                    jpeg[size] = (byte) (65_000 >> 8);
                    jpeg[size + 1] = (byte) 65_000;
                }
                return jpeg;
            }
        }
        throw new IllegalStateException("No start of frame in the JPEG file");
    }

    private static byte[] png(int width, int height, int bits, int colorType, byte[] data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream png = new DataOutputStream(bytes);
        png.write(PNG_SIGNATURE);
        chunk(png, "IHDR", header(width, height, bits, colorType));
        chunk(png, "IDAT", data);
        chunk(png, "IEND", new byte[0]);
        return bytes.toByteArray();
    }

    private static byte[] header(int width, int height, int bits, int colorType) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(bytes);
        header.writeInt(width);
        header.writeInt(height);
        header.write(new byte[] { (byte) bits, (byte) colorType, 0, 0, 0 });
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream png, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        png.writeInt(data.length);
        png.write(name);
        png.write(data);
        png.writeInt((int) crc.getValue());
    }

    private static byte[] zeros(long count) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 20];
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED), 1 << 16)) {
            for (long left = count; left > 0; left -= block.length) {
                deflater.write(block, 0, (int) Math.min(left, block.length));
            }
        }
        return packed.toByteArray();
    }
}
