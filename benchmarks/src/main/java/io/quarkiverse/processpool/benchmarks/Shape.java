package io.quarkiverse.processpool.benchmarks;

import java.util.Locale;
import java.util.Random;

/** How the lengths of the items of one call are distributed over their order. */
enum Shape {
    UNIFORM {
        @Override
        double weight(double at, int index, Random random) {
            return 1;
        }
    },
    ASCENDING {
        @Override
        double weight(double at, int index, Random random) {
            return at;
        }
    },
    DESCENDING {
        @Override
        double weight(double at, int index, Random random) {
            return 1 - at;
        }
    },
    /** Nine of ten are short; the others take thirty times as long, and come last. */
    CLUSTERED {
        @Override
        double weight(double at, int index, Random random) {
            return at < 0.9 ? 1 : 30;
        }
    },
    /** Pareto's distribution; none takes more than a twentieth of the whole. */
    HEAVY_TAIL {
        @Override
        double weight(double at, int index, Random random) {
            return Math.pow(1 - random.nextDouble(), -1 / 1.2);
        }
    },
    ALTERNATING {
        @Override
        double weight(double at, int index, Random random) {
            return index % 2 == 0 ? 1 : 10;
        }
    },
    /** All the same, but one, in the middle, that takes as long as a third of the rest. */
    ONE_GIANT {
        @Override
        double weight(double at, int index, Random random) {
            return 1;
        }
    };

    private static final double LARGEST_PART = 0.05;

    abstract double weight(double at, int index, Random random);

    /** Lengths in nanoseconds, the same in each run, that together take about so long. */
    long[] lengths(int items, double totalNanos) {
        Random random = new Random(42);
        double[] weights = new double[items];
        double sum = 0;
        for (int i = 0; i < items; i++) {
            weights[i] = weight((i + 0.5) / items, i, random);
            sum += weights[i];
        }
        long[] lengths = new long[items];
        for (int i = 0; i < items; i++) {
            double part = weights[i] / sum;
            lengths[i] = (long) (totalNanos * (this == HEAVY_TAIL ? Math.min(part, LARGEST_PART) : part));
        }
        if (this == ONE_GIANT) {
            lengths[items / 2] = (long) (totalNanos / 3);
        }
        return lengths;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
