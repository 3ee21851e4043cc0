package io.quarkiverse.processpool.processor.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Types;

/** Finds the types that a value of a sealed type can really have, in the order of the permits clauses. */
final class SealedLeaves {

    private final Types types;
    private final Map<Element, TypeMirror> leaves = new LinkedHashMap<>();

    private SealedLeaves(Types types) {
        this.types = types;
    }

    /** Whether the type has no values but those of its permitted subtypes. */
    static boolean isClosed(TypeElement type) {
        return type.getModifiers().contains(Modifier.SEALED)
                && (type.getKind() == ElementKind.INTERFACE || type.getModifiers().contains(Modifier.ABSTRACT));
    }

    static List<TypeMirror> of(Types types, DeclaredType sealedType) {
        SealedLeaves search = new SealedLeaves(types);
        search.collect(sealedType);
        return new ArrayList<>(search.leaves.values());
    }

    private void collect(DeclaredType type) {
        TypeElement element = (TypeElement) type.asElement();
        if (element.getKind() == ElementKind.ENUM || !isClosed(element)) {
            leaves.putIfAbsent(element, type);
            return;
        }
        for (TypeMirror permitted : element.getPermittedSubclasses()) {
            if (permitted.getKind() == TypeKind.ERROR) {
                leaves.putIfAbsent(types.asElement(permitted), permitted);
                continue;
            }
            DeclaredType subtype = as((TypeElement) types.asElement(permitted), type);
            if (subtype != null) {
                collect(subtype);
            }
        }
    }

    /** The subtype with the type arguments that make it one of that type; null if there are none. */
    private DeclaredType as(TypeElement subtype, DeclaredType type) {
        DeclaredType view = supertype(subtype, type.asElement());
        if (view == null) {
            return null;
        }
        Map<Element, TypeMirror> known = new HashMap<>();
        for (int i = 0; i < view.getTypeArguments().size(); i++) {
            TypeMirror wanted = type.getTypeArguments().get(i);
            TypeMirror offered = view.getTypeArguments().get(i);
            if (offered.getKind() == TypeKind.TYPEVAR) {
                known.put(types.asElement(offered), wanted);
            } else if (wanted instanceof WildcardType ? !types.contains(wanted, offered) : !types.isSameType(wanted, offered)) {
                return null;
            }
        }
        List<TypeMirror> arguments = new ArrayList<>();
        for (TypeParameterElement parameter : subtype.getTypeParameters()) {
            arguments.add(known.getOrDefault(parameter, types.getWildcardType(null, null)));
        }
        return types.getDeclaredType(subtype, arguments.toArray(TypeMirror[]::new));
    }

    /** Null if the subtype does not extend it, which the compiler refuses. */
    private DeclaredType supertype(TypeElement subtype, Element wanted) {
        for (TypeMirror supertype : types.directSupertypes(subtype.asType())) {
            if (types.asElement(supertype).equals(wanted)) {
                return (DeclaredType) supertype;
            }
        }
        return null;
    }
}
