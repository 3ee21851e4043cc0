package io.quarkiverse.processpool.wire;

import java.util.Arrays;
import java.util.Random;

/** Makes broken payloads out of good ones: what a fuzzer would do, from a fixed seed. */
public final class Mutations {

    private static final int[] EXTREME = { 0, 1, -1, -2, 2, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x10000000,
            0x20000000, 0x3FFFFFFF, 0x40000000, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MIN_VALUE };

    private final Random random;

    public Mutations(long seed) {
        random = new Random(seed);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public byte[] of(byte[] good) {
        byte[] bytes = good.clone();
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                if (bytes.length >= 4) {
                    Bits.putInt(bytes, random.nextInt(bytes.length - 3), EXTREME[random.nextInt(EXTREME.length)]);
                }
            }
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
                System.arraycopy(bytes, at, longer, at + longer.length - bytes.length, bytes.length - at);
                return longer;
            }
            default -> System.arraycopy(bytes, random.nextInt(at + 1), bytes, at, (bytes.length - at) / 2);
        }
        return bytes;
    }
}
