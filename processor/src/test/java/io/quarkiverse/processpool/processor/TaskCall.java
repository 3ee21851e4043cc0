package io.quarkiverse.processpool.processor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;

/** A task of the loaded classes, used as the two sides use it. */
final class TaskCall {

    private static final String WIRE = "io.quarkiverse.processpool.wire.";

    private final ClassLoader loader;
    private final Object task;
    private final Object entryPoint;

    TaskCall(Object task) {
        this.loader = task.getClass().getClassLoader();
        this.task = task;
        try {
            Class<?> type = loader.loadClass("io.quarkiverse.processpool.Task");
            this.entryPoint = type.getMethod("entryPoint").invoke(task);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    Object task() {
        return task;
    }

    String signature() {
        return (String) invoke("signature", new Class<?>[0]);
    }

    String workerClass() {
        return (String) invoke("workerClass", new Class<?>[0]);
    }

    Object entryPoint() {
        return entryPoint;
    }

    byte[] encodedArguments() {
        return encode("encodeArguments", Callable.class, task);
    }

    TaskCall withArguments(byte[] bytes) {
        return new TaskCall(decode("decodeArguments", bytes));
    }

    Object call() throws Exception {
        return ((Callable<?>) task).call();
    }

    byte[] encodedResult(Object result) {
        return encode("encodeResult", Object.class, result);
    }

    Object decodedResult(byte[] bytes) {
        return decode("decodeResult", bytes);
    }

    private byte[] encode(String method, Class<?> type, Object value) {
        try {
            Class<?> encoder = loader.loadClass(WIRE + "Encoder");
            Object out = encoder.getConstructor().newInstance();
            invoke(method, new Class<?>[] { type, encoder }, value, out);
            return (byte[]) encoder.getMethod("toByteArray").invoke(out);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object decode(String method, byte[] bytes) {
        try {
            Class<?> decoder = loader.loadClass(WIRE + "Decoder");
            Object in = decoder.getConstructor(byte[].class).newInstance(bytes);
            Object value = invoke(method, new Class<?>[] { decoder }, in);
            decoder.getMethod("expectEnd").invoke(in);
            return value;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object invoke(String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = loader.loadClass(WIRE + "EntryPoint").getMethod(name, types);
            return method.invoke(entryPoint, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
