package io.quarkiverse.processpool.processor.read;

import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Types;

import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.model.Encoding;

/** Decides whether values of a type that cannot be looked through can travel by Java serialization. */
final class SerializationReader {

    private final Types types;
    private final TypeAccess access;
    private final SerializableFields fields;
    private final Advice advice;

    SerializationReader(Types types, TypeAccess access, SerializableFields fields, Advice advice) {
        this.types = types;
        this.access = access;
        this.fields = fields;
        this.advice = advice;
    }

    Encoding read(DeclaredType type, String path) {
        TypeElement element = (TypeElement) type.asElement();
        TypeMirror missing = missingSupertype(element);
        if (missing != null) {
            return new Encoding.Unsendable(missing, path, Message.TYPE_NOT_FOUND, "");
        }
        if (!fields.isSerializable(type)) {
            return new Encoding.Unsendable(type, path, Message.PARAMETER_NOT_SENDABLE, advice.insteadOf(element));
        }
        VariableElement field = fields.unwritable(element);
        if (field != null) {
            return new Encoding.Unsendable(type, path, Message.FIELD_NOT_SERIALIZABLE,
                    field.getEnclosingElement().getSimpleName() + "." + field.getSimpleName());
        }
        for (TypeMirror argument : type.getTypeArguments()) {
            Encoding inner = argument(argument, path + "<>");
            if (inner instanceof Encoding.Unsendable) {
                return inner;
            }
        }
        return new Encoding.Serialized(type, path);
    }

    /** Interfaces and {@code Object} say too little about what will be there, so they pass. */
    private Encoding argument(TypeMirror argument, String path) {
        TypeMirror type = argument instanceof WildcardType wildcard ? wildcard.getExtendsBound() : argument;
        while (type instanceof ArrayType array) {
            type = array.getComponentType();
        }
        if (!(type instanceof DeclaredType declared)) {
            return new Encoding.Serialized(argument, path);
        }
        TypeElement element = (TypeElement) declared.asElement();
        if (type.getKind() == TypeKind.ERROR) {
            return new Encoding.Unsendable(type, path, Message.TYPE_NOT_FOUND, "");
        }
        if (!access.isAccessible(element)) {
            return new Encoding.Unsendable(type, path, Message.TYPE_NOT_ACCESSIBLE, "");
        }
        boolean isOpen = element.getKind().isInterface() || element.getQualifiedName().contentEquals("java.lang.Object");
        return isOpen ? new Encoding.Serialized(type, path) : read(declared, path);
    }

    private TypeMirror missingSupertype(TypeElement type) {
        List<TypeMirror> supertypes = new ArrayList<>(type.getInterfaces());
        supertypes.add(type.getSuperclass());
        for (TypeMirror supertype : supertypes) {
            if (supertype.getKind() == TypeKind.ERROR) {
                return supertype;
            }
            TypeMirror missing = types.asElement(supertype) instanceof TypeElement e ? missingSupertype(e) : null;
            if (missing != null) {
                return missing;
            }
        }
        return null;
    }
}
