package io.quarkiverse.processpool.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.Set;

/**
 * Both sides: Java serialization for the types that the generated encoding cannot see through, behind an allow-list.
 * <p>
 * Reading lets in the declared class, the classes that its fields declare (and theirs), the JDK's values and
 * collections, and what the pool was configured to allow. Anything else is refused before an object of it exists.
 */
final class JavaSerialization {

    private static final long MAX_DEPTH = 200;
    private static final Set<String> VALUES = Set.of("java.lang.Boolean", "java.lang.Byte", "java.lang.Character",
            "java.lang.Double", "java.lang.Enum", "java.lang.Float", "java.lang.Integer", "java.lang.Long", "java.lang.Number",
            "java.lang.Object", "java.lang.Short", "java.lang.StackTraceElement", "java.lang.String",
            "java.math.BigDecimal", "java.math.BigInteger", "java.math.MathContext", "java.math.RoundingMode",
            "java.net.InetAddress", "java.net.Inet4Address", "java.net.Inet6Address", "java.net.InetSocketAddress",
            "java.net.URI", "java.sql.Date", "java.sql.Time", "java.sql.Timestamp", "java.util.ArrayDeque",
            "java.util.ArrayList", "java.util.Arrays$ArrayList", "java.util.BitSet", "java.util.CollSer",
            "java.util.Currency", "java.util.Date", "java.util.EnumMap", "java.util.EnumSet",
            "java.util.EnumSet$SerializationProxy", "java.util.JumboEnumSet", "java.util.RegularEnumSet",
            "java.util.HashMap", "java.util.HashSet", "java.util.Hashtable", "java.util.IdentityHashMap",
            "java.util.LinkedHashMap", "java.util.LinkedHashSet", "java.util.LinkedList", "java.util.Locale",
            "java.util.Map$Entry", "java.util.Properties", "java.util.Stack", "java.util.TreeMap", "java.util.TreeSet",
            "java.util.UUID", "java.util.Vector", "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentHashMap$Segment", "java.util.concurrent.locks.AbstractOwnableSynchronizer",
            "java.util.concurrent.locks.AbstractQueuedSynchronizer", "java.util.concurrent.locks.ReentrantLock",
            "java.util.concurrent.locks.ReentrantLock$NonfairSync", "java.util.concurrent.locks.ReentrantLock$Sync");
    /** Families of values and of wrappers around collections; what they hold is looked at by itself. */
    private static final String[] FAMILIES = { "java.time.", "java.util.Collections$", "java.util.ImmutableCollections" };

    private JavaSerialization() {
    }

    static byte[] write(Object value, String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (NotSerializableException e) {
            throw new EncodingException("The " + path + " cannot be sent: " + e.getMessage()
                    + " is not Serializable. Make it a record or Serializable, or send less.", e);
        } catch (IOException e) {
            throw new EncodingException("The " + path + " cannot be sent: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw failedIn(value, path, e);
        } catch (VirtualMachineError | LinkageError e) { // for want of memory
            throw e;
        } catch (Throwable e) {
            throw failedIn(value, path, e);
        }
        return bytes.toByteArray();
    }

    /** Of a {@code writeObject} or {@code writeReplace} of the application. */
    private static EncodingException failedIn(Object value, String path, Throwable e) {
        return new EncodingException("The " + path + ", a " + value.getClass().getName() + ", cannot be sent: "
                + FailureText.of(e), e);
    }

    static <S> S read(byte[] bytes, Class<S> declared, ObjectInputFilter allowed) {
        Set<String> classes = new HashSet<>(VALUES);
        addReachable(declared, classes);
        AllowList filter = new AllowList(classes, Throwable.class.isAssignableFrom(declared), allowed, bytes.length);
        try (ObjectInputStream in = new LoaderInputStream(bytes, declared.getClassLoader())) {
            in.setObjectInputFilter(filter);
            return declared.cast(in.readObject());
        } catch (StackOverflowError e) {
            throw unreadable(declared, filter.refused, e);
        } catch (VirtualMachineError e) { // for want of memory
            throw e;
        } catch (Throwable e) {
            throw unreadable(declared, filter.refused, e);
        }
    }

    private static EncodingException unreadable(Class<?> declared, String refused, Throwable e) {
        String what = declared.getName();
        return new EncodingException(refused == null ? "A " + what + " cannot be read: " + FailureText.of(e)
                : "A " + what + " cannot be read: it contains a " + refused + ", which may not travel. " + repair(declared), e);
    }

    /** A class of the JDK cannot be changed, and an exception cannot be a record. */
    private static String repair(Class<?> declared) {
        String name = declared.getName();
        boolean isException = Throwable.class.isAssignableFrom(declared);
        if (name.startsWith("java.") || name.startsWith("javax.")) {
            return isException ? "Name it in allowed-classes."
                    : "Send a record that declares that type, or name it in allowed-classes.";
        }
        return "Declare that type in " + name + (isException ? "," : ", send a record,") + " or name it in allowed-classes.";
    }

    /** The class, its superclasses, and the types of the fields that are serialized, as far as they are declared. */
    private static void addReachable(Type type, Set<String> into) {
        if (type instanceof ParameterizedType parameterized) {
            addReachable(parameterized.getRawType(), into);
            for (Type argument : parameterized.getActualTypeArguments()) {
                addReachable(argument, into);
            }
        } else if (type instanceof GenericArrayType array) {
            addReachable(array.getGenericComponentType(), into);
        } else if (type instanceof WildcardType wildcard) {
            addReachable(wildcard.getUpperBounds()[0], into);
        } else if (type instanceof Class<?> c) {
            addReachableClass(c, into);
        }
    }

    private static void addReachableClass(Class<?> declared, Set<String> into) {
        Class<?> c = declared;
        while (c.isArray()) {
            c = c.getComponentType();
        }
        if (c.isPrimitive() || c == Object.class || !into.add(c.getName())) {
            return;
        }
        if (c.getSuperclass() != null) {
            addReachableClass(c.getSuperclass(), into);
        }
        if (c.isSealed()) {
            for (Class<?> permitted : c.getPermittedSubclasses()) {
                addReachableClass(permitted, into);
            }
        }
        if (c.getClassLoader() != null || c.getName().startsWith("java.awt.")) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    addReachable(field.getGenericType(), into);
                }
            }
        }
    }

    private static final class AllowList implements ObjectInputFilter {

        private final Set<String> classes;
        private final boolean exceptions;
        private final ObjectInputFilter allowed;
        private final long length;
        private String refused;

        /** @param exceptions whether any exception may come along: as the cause of one */
        AllowList(Set<String> classes, boolean exceptions, ObjectInputFilter allowed, long length) {
            this.classes = classes;
            this.exceptions = exceptions;
            this.allowed = allowed;
            this.length = length;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            if (info.depth() > MAX_DEPTH || info.arrayLength() > length || info.references() > length
                    || info.streamBytes() > length) {
                return Status.REJECTED;
            }
            Class<?> c = info.serialClass();
            if (c == null) {
                return Status.UNDECIDED;
            }
            while (c.isArray()) {
                c = c.getComponentType();
            }
            if (c.isPrimitive() || classes.contains(c.getName()) || isOfFamily(c.getName())
                    || exceptions && Throwable.class.isAssignableFrom(c)) {
                return Status.ALLOWED;
            }
            if (allowed != null && allowed.checkInput(info) == Status.ALLOWED) {
                return Status.ALLOWED;
            }
            if (refused == null) {
                refused = c.getName();
            }
            return Status.REJECTED;
        }
    }

    private static boolean isOfFamily(String name) {
        for (String family : FAMILIES) {
            if (name.startsWith(family)) {
                return true;
            }
        }
        return false;
    }

    /** Finds classes where the declared type was found, and makes no proxies. */
    private static final class LoaderInputStream extends ObjectInputStream {

        private final ClassLoader loader;
        private final Entanglement entanglement;

        LoaderInputStream(byte[] bytes, ClassLoader loader) throws IOException {
            super(new ByteArrayInputStream(bytes));
            enableResolveObject(true);
            this.entanglement = new Entanglement(bytes.length);
            this.loader = loader == null ? ClassLoader.getSystemClassLoader() : loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }

        @Override
        protected Object resolveObject(Object read) throws IOException {
            entanglement.add(read);
            return read;
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
            throw new ClassNotFoundException("proxies may not travel: " + Proxy.class.getName());
        }
    }
}
