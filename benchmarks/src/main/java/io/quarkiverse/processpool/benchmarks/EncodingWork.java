package io.quarkiverse.processpool.benchmarks;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.wire.EntryPoint;

/** Methods whose results have the shapes that encodings are compared on. */
public final class EncodingWork {

    private EncodingWork() {
    }

    /** A record in a record, with what records usually have. */
    public record Order(long id, String customer, Address address, List<String> tags, double total, boolean paid)
            implements
                Serializable {
    }

    public record Address(String street, String city, int number) implements Serializable {
    }

    @InProcessPool(pool = "work")
    public static int number(int value) {
        return value;
    }

    @InProcessPool(pool = "work")
    public static String text(String value) {
        return value;
    }

    @InProcessPool(pool = "work")
    public static Order order(Order value) {
        return value;
    }

    @InProcessPool(pool = "work")
    public static List<Order> orders(List<Order> value) {
        return value;
    }

    @InProcessPool(pool = "work")
    public static double[] doubles(double[] value) {
        return value;
    }

    /** What is encoded. */
    public enum Value {
        INT {
            @Override
            Object make() {
                return 1_234_567;
            }

            @Override
            EntryPoint<?, ?> entryPoint() {
                return EncodingWorkTasks.number(0).entryPoint();
            }
        },
        STRING {
            @Override
            Object make() {
                return "The quick brown fox jumps over the lazy dog";
            }

            @Override
            EntryPoint<?, ?> entryPoint() {
                return EncodingWorkTasks.text("").entryPoint();
            }
        },
        RECORD {
            @Override
            Object make() {
                return anOrder(17);
            }

            @Override
            EntryPoint<?, ?> entryPoint() {
                return EncodingWorkTasks.order(null).entryPoint();
            }
        },
        RECORDS {
            @Override
            Object make() {
                List<Order> orders = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    orders.add(anOrder(i));
                }
                return orders;
            }

            @Override
            EntryPoint<?, ?> entryPoint() {
                return EncodingWorkTasks.orders(List.of()).entryPoint();
            }
        },
        DOUBLES {
            @Override
            Object make() {
                double[] values = new double[1 << 17];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.sqrt(i);
                }
                return values;
            }

            @Override
            EntryPoint<?, ?> entryPoint() {
                return EncodingWorkTasks.doubles(null).entryPoint();
            }
        };

        abstract Object make();

        abstract EntryPoint<?, ?> entryPoint();
    }

    private static Order anOrder(int i) {
        return new Order(1_000_000L + i, "Customer " + i, new Address("Main Street", "Springfield", i),
                new ArrayList<>(List.of("new", "express")), i * 1.25, i % 2 == 0);
    }
}
