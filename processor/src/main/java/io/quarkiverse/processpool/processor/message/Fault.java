package io.quarkiverse.processpool.processor.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.lang.model.element.Element;

/** A fault of this processor, with the element that brought it about. It is reported like a mistake in that element. */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MAX_FRAMES = 12;
    private static final String COMPILER = "com.sun.tools.javac.";
    private static final String PROPERTIES = "/META-INF/maven/io.quarkiverse.processpool/quarkus-process-pool-processor/pom.properties";

    private final transient Element element;

    private Fault(Element element, Throwable cause) {
        super(cause);
        this.element = element;
    }

    /** Does a step of the work for an element; if there are several around a step, the innermost is to blame. */
    public static <T> T at(Element element, Supplier<T> step) {
        try {
            return step.get();
        } catch (Fault e) {
            throw e;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            if (e.getClass().getName().startsWith(COMPILER)) {
                throw e; // such as a class file that is missing: the compiler knows best how to say it
            }
            throw new Fault(element, e);
        }
    }

    /** The same for a step that has no value. */
    public static void at(Element element, Runnable step) {
        at(element, () -> {
            step.run();
            return null;
        });
    }

    /** @param name how the class around the element is called */
    public Problem problem(String name) {
        String place = element.getKind().isClass() || element.getKind().isInterface() ? name
                : name + "." + element.getSimpleName();
        return Problem.at(element, Message.FAULT, place, version(), getCause(), trace());
    }

    /** On one line, as some tools show only the first of a message. */
    private String trace() {
        return Arrays.stream(getCause().getStackTrace()).limit(MAX_FRAMES)
                .map(frame -> frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1) + "."
                        + frame.getMethodName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" < "));
    }

    private static String version() {
        try (InputStream in = Fault.class.getResourceAsStream(PROPERTIES)) {
            if (in != null) {
                Properties properties = new Properties();
                properties.load(in);
                return properties.getProperty("version");
            }
        } catch (IOException e) {
            // the message is worth more than its version
        }
        return "of unknown version";
    }
}
