package io.quarkiverse.processpool.processor.read;

import java.util.HashSet;
import java.util.Set;

import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * Looks for fields with which Java serialization is bound to fail.
 * <p>
 * A field of an interface or of {@code Object} may hold something serializable, and a class that writes itself may do as it
 * likes, so these are let pass.
 */
final class SerializableFields {

    private final Types types;
    private final TypeMirror serializable;
    private final TypeMirror externalizable;

    SerializableFields(Elements elements, Types types) {
        this.types = types;
        serializable = elements.getTypeElement("java.io.Serializable").asType();
        externalizable = elements.getTypeElement("java.io.Externalizable").asType();
    }

    boolean isSerializable(TypeMirror type) {
        return types.isAssignable(types.erasure(type), serializable);
    }

    /** A field that cannot be written, in the class or in what its fields lead to; null if none is seen. */
    VariableElement unwritable(TypeElement type) {
        return unwritable(type, new HashSet<>());
    }

    private VariableElement unwritable(TypeElement type, Set<Element> seen) {
        if (type.getKind() == ElementKind.ENUM || !seen.add(type) || !isSerializable(type.asType()) || isOfThePlatform(type)
                || writesItself(type)) {
            return null;
        }
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            if (!field.getModifiers().contains(Modifier.STATIC) && !field.getModifiers().contains(Modifier.TRANSIENT)) {
                VariableElement found = unwritable(field, seen);
                if (found != null) {
                    return found;
                }
            }
        }
        return types.asElement(type.getSuperclass()) instanceof TypeElement superclass ? unwritable(superclass, seen) : null;
    }

    private VariableElement unwritable(VariableElement field, Set<Element> seen) {
        TypeMirror type = field.asType();
        while (type instanceof ArrayType array) {
            type = array.getComponentType();
        }
        if (!(type instanceof DeclaredType declared) || !(declared.asElement() instanceof TypeElement element)
                || element.getKind().isInterface() || element.getQualifiedName().contentEquals("java.lang.Object")) {
            return null;
        }
        return isSerializable(type) ? unwritable(element, seen) : field;
    }

    private static boolean isOfThePlatform(TypeElement type) {
        String name = type.getQualifiedName().toString();
        return name.startsWith("java.") || name.startsWith("javax.");
    }

    private boolean writesItself(TypeElement type) {
        if (types.isAssignable(types.erasure(type.asType()), externalizable)) {
            return true;
        }
        for (Element member : type.getEnclosedElements()) {
            String name = member.getSimpleName().toString();
            if (name.equals("writeObject") || name.equals("writeReplace") || name.equals("serialPersistentFields")) {
                return true;
            }
        }
        return false;
    }
}
