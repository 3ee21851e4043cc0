package org.acme;

import io.quarkiverse.processpool.InProcessPool;

// tag::class[]
public class Power {

    @InProcessPool
    public static double pow(double base, int exponent) {
        return Math.pow(base, exponent);
    }

    @InProcessPool
    public static int powMod(int base, int exponent, int modulus) {
        int result = 1;
        for (int i = 0; i < exponent; i++) {
            result = (int) ((long) result * base % modulus);
        }
        return result;
    }
}
// end::class[]
