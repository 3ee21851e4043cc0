package io.quarkiverse.processpool.processor.read;

import java.util.ArrayList;
import java.util.List;

import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;

/**
 * Types that the compiler could not resolve. Most operations on types fail with one of them somewhere within, so they are
 * looked for first.
 */
public final class Unresolved {

    private Unresolved() {
    }

    /** The first such type within a type, or null. */
    static TypeMirror in(TypeMirror type) {
        if (type == null || type.getKind() == TypeKind.ERROR) {
            return type;
        }
        for (TypeMirror part : parts(type)) {
            TypeMirror unresolved = part == null ? null : in(part);
            if (unresolved != null) {
                return unresolved;
            }
        }
        return null;
    }

    private static List<TypeMirror> parts(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return List.of(array.getComponentType());
        }
        List<TypeMirror> parts = new ArrayList<>();
        if (type instanceof WildcardType wildcard) {
            parts.add(wildcard.getExtendsBound());
            parts.add(wildcard.getSuperBound());
        } else if (type instanceof DeclaredType declared) {
            parts.add(declared.getEnclosingType());
            parts.addAll(declared.getTypeArguments());
        }
        return parts;
    }

    /** How the source names it, in words for a message. */
    public static String name(TypeMirror unresolved) {
        String name = rawName(unresolved);
        return name.isEmpty() ? "the name before '<'" : name;
    }

    /** The name without type arguments; empty where javac has forgotten it, as it does before JDK 25 if there are some. */
    static String rawName(TypeMirror unresolved) {
        return unresolved.toString().replaceFirst("<.*", "");
    }
}
