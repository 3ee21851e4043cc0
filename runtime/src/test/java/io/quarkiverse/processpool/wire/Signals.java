package io.quarkiverse.processpool.wire;

import java.lang.reflect.Proxy;

/**
 * What a task can do with the signals of its process by {@code sun.misc.Signal}, of which each use is a warning of the
 * compiler.
 */
public final class Signals {

    private Signals() {
    }

    /** Runs that on a thread of its own whenever the signal comes, instead of what the JVM does. */
    public static void handle(String name, Runnable action) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] { handler },
                    (proxy, method, given) -> {
                        action.run();
                        return null;
                    });
            signal().getMethod("handle", signal(), handler).invoke(null, of(name), ours);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends it to this process. */
    public static void raise(String name) {
        try {
            signal().getMethod("raise", signal()).invoke(null, of(name));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> signal() throws ClassNotFoundException {
        return Class.forName("sun.misc.Signal");
    }

    private static Object of(String name) throws ReflectiveOperationException {
        return signal().getConstructor(String.class).newInstance(name);
    }
}
