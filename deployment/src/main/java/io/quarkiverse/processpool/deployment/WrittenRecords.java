package io.quarkiverse.processpool.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ArrayType;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;

import io.quarkiverse.processpool.wire.WrittenFor;

/** Compares the records that generated code was written for with those that the application has. */
final class WrittenRecords {

    private static final DotName WRITTEN_FOR = DotName.createSimple(WrittenFor.class);

    /** @param then the record when the code was generated, {@code now} as it is, or null if it is none any more */
    record Changed(String then, String now) {
    }

    private final IndexView index;
    private final ClassLoader others;

    /**
     * @param others has the classes that are not in the index. The computing index of Quarkus would find them too, but as they
     *        were when dev mode began.
     */
    WrittenRecords(IndexView index, ClassLoader others) {
        this.index = index;
        this.others = others;
    }

    /**
     * Those that are not what they were when that class was generated. One that is not there at all may be of a dependency that
     * the application does not want, and what takes it is not called then.
     */
    List<Changed> changed(ClassInfo generated) {
        List<Changed> changed = new ArrayList<>();
        AnnotationInstance annotation = generated.declaredAnnotation(WRITTEN_FOR);
        if (annotation != null) {
            for (String then : annotation.value().asStringArray()) {
                ClassInfo type = find(then.substring(0, then.indexOf('(')));
                String now = type == null ? then : shape(type);
                if (!then.equals(now)) {
                    changed.add(new Changed(then, now));
                }
            }
        }
        return changed;
    }

    /** Null if it is no record. */
    private static String shape(ClassInfo type) {
        return !type.isRecord() ? null
                : type.recordComponentsInDeclarationOrder().stream()
                        .map(component -> erased(component.type()) + " " + component.name())
                        .collect(Collectors.joining(", ", type.name().toString().replace('$', '.') + "(", ")"));
    }

    /** The name is that of source code, where nested classes have a dot too. */
    private ClassInfo find(String name) {
        String candidate = name;
        while (true) {
            ClassInfo found = findBinary(candidate);
            int nested = candidate.lastIndexOf('.');
            if (found != null || nested < 0) {
                return found;
            }
            candidate = candidate.substring(0, nested) + "$" + candidate.substring(nested + 1);
        }
    }

    private ClassInfo findBinary(String name) {
        ClassInfo indexed = index.getClassByName(DotName.createSimple(name));
        if (indexed != null) {
            return indexed;
        }
        try (InputStream bytes = others.getResourceAsStream(name.replace('.', '/') + ".class")) {
            return bytes == null ? null : Index.singleClass(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The class " + name + " cannot be read", e);
        }
    }

    private static String erased(Type type) {
        return switch (type.kind()) {
            case ARRAY -> erased((ArrayType) type);
            case TYPE_VARIABLE -> erased(type.asTypeVariable().bounds());
            case TYPE_VARIABLE_REFERENCE -> erased(type.asTypeVariableReference().follow());
            default -> type.name().toString().replace('$', '.');
        };
    }

    private static String erased(List<Type> bounds) {
        return bounds.isEmpty() ? Object.class.getName() : erased(bounds.get(0));
    }

    private static String erased(ArrayType type) {
        return erased(type.constituent()) + "[]".repeat(type.dimensions());
    }
}
