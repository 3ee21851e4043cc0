package io.quarkiverse.processpool.wire;

import java.io.ObjectInputFilter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides: the form in which an exception travels: class name, message, stack, causes and suppressed, each as plain data.
 * <p>
 * The receiver rebuilds the original type through one of its usual constructors, so that nothing is deserialized in
 * the ordinary case and a class that only the worker knows costs nothing but its type. Where that would lose
 * something (fields, a message that the constructor changes) the Java serialized form comes along, to be read behind
 * the allow-list.
 */
public final class ThrownForm {

    private static final int MAX_CHAIN = 64;
    private static final int MAX_FRAMES = 512;
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_SUPPRESSED = 16;
    private static final StackTraceElement[] NO_STACK = {};

    private final String className;
    private final String message;
    private final StackTraceElement[] stack;
    private final ThrownForm cause;
    private final List<ThrownForm> suppressed;
    private final byte[] serialized;
    private String obstacle;

    private ThrownForm(String className, String message, StackTraceElement[] stack, ThrownForm cause,
            List<ThrownForm> suppressed, byte[] serialized) {
        this.className = className;
        this.message = message;
        this.stack = stack;
        this.cause = cause;
        this.suppressed = suppressed;
        this.serialized = serialized;
    }

    public String className() {
        return className;
    }

    public String message() {
        return message;
    }

    public StackTraceElement[] stack() {
        return stack;
    }

    public ThrownForm cause() {
        return cause;
    }

    public List<ThrownForm> suppressed() {
        return suppressed;
    }

    /** Writes an exception; whatever its methods do, something readable is written. */
    public static void write(Throwable thrown, Encoder out) {
        write(thrown, out, new ArrayList<>());
    }

    private static void write(Throwable thrown, Encoder out, List<Throwable> seen) {
        seen.add(thrown);
        String message = messageOf(thrown);
        StackTraceElement[] stack = stackOf(thrown);
        Throwable cause = causeOf(thrown);
        out.writeString(thrown.getClass().getName());
        out.writeString(message);
        int frames = Math.min(stack.length, MAX_FRAMES);
        out.writeSize(frames);
        for (int i = 0; i < frames; i++) {
            out.writeString(stack[i].getClassName());
            out.writeString(stack[i].getMethodName());
            out.writeString(stack[i].getFileName());
            out.writeInt(stack[i].getLineNumber());
        }
        out.writeBytes(seen.size() == 1 && losesInPlainForm(thrown, message, cause) ? serializedOrNull(thrown) : null);
        boolean follow = cause != null && seen.size() < MAX_CHAIN && !isIn(seen, cause);
        out.writeBoolean(follow);
        if (follow) {
            write(cause, out, seen);
        }
        writeSuppressed(thrown.getSuppressed(), out, seen);
    }

    private static void writeSuppressed(Throwable[] suppressed, Encoder out, List<Throwable> seen) {
        int size = out.size();
        out.writeSize(0);
        int count = 0;
        for (int i = 0; i < suppressed.length && count < MAX_SUPPRESSED && seen.size() < MAX_CHAIN; i++) {
            if (!isIn(seen, suppressed[i])) {
                write(suppressed[i], out, seen);
                count++;
            }
        }
        out.patchInt(size, count);
    }

    private static String messageOf(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null || message.length() <= MAX_TEXT ? message
                    : message.substring(0, MAX_TEXT).concat("… (cut)");
        } catch (Throwable e) {
            return "(its getMessage() threw ".concat(e.getClass().getName()).concat(")");
        }
    }

    private static StackTraceElement[] stackOf(Throwable thrown) {
        try {
            StackTraceElement[] stack = thrown.getStackTrace();
            for (StackTraceElement element : stack) {
                if (element == null) {
                    return NO_STACK;
                }
            }
            return stack;
        } catch (Throwable e) {
            return NO_STACK;
        }
    }

    private static Throwable causeOf(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable e) {
            return null;
        }
    }

    private static boolean isIn(List<Throwable> seen, Throwable t) {
        for (Throwable s : seen) {
            if (s == t) {
                return true;
            }
        }
        return false;
    }

    private static boolean losesInPlainForm(Throwable thrown, String message, Throwable cause) {
        for (Class<?> c = thrown.getClass(); c != null && c.getClassLoader() != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    return true;
                }
            }
        }
        return rebuild(thrown.getClass(), message, cause) == null;
    }

    private static byte[] serializedOrNull(Throwable thrown) {
        try {
            return JavaSerialization.write(thrown, "exception");
        } catch (Throwable e) {
            return null; // the plain form has to do
        }
    }

    public static ThrownForm read(Decoder in) {
        in.enter();
        String className = in.readString();
        String message = in.readString();
        StackTraceElement[] stack = new StackTraceElement[Math.max(0, in.readSize())];
        for (int i = 0; i < stack.length; i++) {
            String declaring = in.readString();
            String method = in.readString();
            if (declaring == null || method == null) {
                throw new EncodingException("a stack frame without a name");
            }
            stack[i] = new StackTraceElement(declaring, method, in.readString(), in.readInt());
        }
        byte[] serialized = in.readBytes();
        ThrownForm cause = in.readBoolean() ? read(in) : null;
        int count = in.readSize();
        List<ThrownForm> suppressed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            suppressed.add(read(in));
        }
        in.leave();
        if (className == null) {
            throw new EncodingException("an exception without a class");
        }
        return new ThrownForm(className, message, stack, cause, suppressed, serialized);
    }

    /** Why {@link #rebuild} has given null, and what would help. */
    public String obstacle() {
        return obstacle;
    }

    /**
     * The exception in its original type with its remote stack, or null if that type is not here or cannot be made.
     *
     * @param rebuiltCause what stands for the cause, or null
     */
    public Throwable rebuild(ClassLoader loader, Throwable rebuiltCause, ObjectInputFilter allowed) {
        Class<?> type;
        try {
            type = Class.forName(className, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            obstacle = "This process does not have that class.";
            return null;
        }
        if (!Throwable.class.isAssignableFrom(type)) {
            obstacle = "That class is no exception in this process.";
            return null;
        }
        String unread = "";
        if (serialized != null) {
            try {
                return (Throwable) JavaSerialization.read(serialized, type, allowed);
            } catch (Throwable e) {
                // the plain form may do
                unread = e instanceof EncodingException ? e.getMessage() + " Or give" : "";
            }
        }
        Throwable rebuilt = rebuild(type, message, rebuiltCause);
        if (rebuilt == null) {
            obstacle = (unread.isEmpty() ? "Give" : unread)
                    + " the exception a constructor for its message and cause, or one of them, that does not change the message.";
            return null;
        }
        rebuilt.setStackTrace(stack);
        return rebuilt;
    }

    /** An exception of that type, message and cause made by one of the usual constructors, or null. */
    private static Throwable rebuild(Class<?> type, String message, Throwable cause) {
        if (Modifier.isAbstract(type.getModifiers())) {
            return null;
        }
        Class<?>[][] shapes = { { String.class, Throwable.class }, { String.class }, { Object.class }, { Throwable.class },
                {} };
        for (Class<?>[] shape : shapes) {
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(shape);
                if (!Modifier.isPublic(constructor.getModifiers()) || !Modifier.isPublic(type.getModifiers())) {
                    constructor.setAccessible(true);
                }
                Object[] arguments = new Object[shape.length];
                for (int i = 0; i < shape.length; i++) {
                    arguments[i] = shape[i] == Throwable.class ? cause : message;
                }
                Throwable made = (Throwable) constructor.newInstance(arguments);
                if (same(made.getMessage(), message)) {
                    if (made.getCause() == null && cause != null) {
                        made.initCause(cause);
                    }
                    return made;
                }
            } catch (Throwable e) {
                // no such constructor, or it does not want this: the next shape may
            }
        }
        return null;
    }

    private static boolean same(String a, String b) {
        return a == null ? b == null : a.equals(b);
    }
}
