package io.quarkiverse.processpool.processor.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Types;

/**
 * Replaces type variables, so that what is left can be written where they are not in scope.
 * <p>
 * A variable stands for a type argument, which can be a wildcard. As a type of its own such a variable becomes the bound of the
 * wildcard; within a type argument it makes wildcards of what is around it: {@code List<Set<T>>} becomes
 * {@code List<? extends Set<? extends Number>>}.
 */
final class Substitution {

    private final Types types;
    private final Predicate<TypeMirror> isSendable;
    private final Map<Element, TypeMirror> arguments = new HashMap<>();

    private Substitution(Types types, Predicate<TypeMirror> isSendable) {
        this.types = types;
        this.isSendable = isSendable;
    }

    /** Each type parameter by a wildcard with its bound. */
    static Substitution ofBounds(Types types, Predicate<TypeMirror> isSendable,
            List<? extends TypeParameterElement> parameters) {
        Substitution substitution = new Substitution(types, isSendable);
        for (TypeParameterElement parameter : parameters) {
            substitution.arguments.put(parameter, types.getWildcardType(substitution.bound(parameter), null));
        }
        return substitution;
    }

    /** The type parameters of a type by its type arguments. */
    static Substitution ofArguments(Types types, Predicate<TypeMirror> isSendable, DeclaredType type) {
        Substitution substitution = new Substitution(types, isSendable);
        List<? extends TypeParameterElement> parameters = ((TypeElement) type.asElement()).getTypeParameters();
        for (int i = 0; i < parameters.size(); i++) {
            TypeMirror argument = type.getTypeArguments().get(i);
            if (argument instanceof WildcardType wildcard && wildcard.getExtendsBound() == null) {
                argument = types.getWildcardType(substitution.bound(parameters.get(i)), null);
            }
            substitution.arguments.put(parameters.get(i), argument);
        }
        return substitution;
    }

    /** The first bound of the parameter that can be sent, or else the first, without type variables. */
    private TypeMirror bound(TypeParameterElement parameter) {
        List<? extends TypeMirror> bounds = parameter.getBounds();
        TypeMirror bound = bounds.stream().filter(isSendable).findFirst().map(TypeMirror.class::cast).orElse(bounds.get(0));
        if (bound.getKind() == TypeKind.TYPEVAR) {
            return bound((TypeParameterElement) types.asElement(bound));
        }
        if (bound.getKind() == TypeKind.ERROR) {
            return bound;
        }
        if (bound instanceof DeclaredType declared && !declared.getTypeArguments().isEmpty()) {
            TypeMirror[] loose = declared.getTypeArguments().stream()
                    .map(a -> mentionsVariable(a) && Unresolved.in(a) == null ? types.getWildcardType(null, null) : a)
                    .toArray(TypeMirror[]::new);
            return types.getDeclaredType((TypeElement) declared.asElement(), loose);
        }
        return bound;
    }

    /** The type as that of a value. */
    TypeMirror apply(TypeMirror type) {
        if (type.getKind() == TypeKind.TYPEVAR) {
            TypeMirror argument = arguments.get(types.asElement(type));
            return argument == null ? type : upperBound(argument);
        }
        if (type instanceof ArrayType array) {
            return array.getComponentType().getKind().isPrimitive() ? array
                    : types.getArrayType(apply(array.getComponentType()));
        }
        if (type instanceof DeclaredType declared && !declared.getTypeArguments().isEmpty()) {
            TypeMirror[] replaced = declared.getTypeArguments().stream().map(this::argument).toArray(TypeMirror[]::new);
            return types.getDeclaredType((TypeElement) declared.asElement(), replaced);
        }
        return type;
    }

    private TypeMirror argument(TypeMirror type) {
        if (type.getKind() == TypeKind.TYPEVAR) {
            return arguments.getOrDefault(types.asElement(type), type);
        }
        if (type instanceof WildcardType wildcard) {
            return wildcard.getExtendsBound() == null ? wildcard
                    : types.getWildcardType(apply(wildcard.getExtendsBound()), null);
        }
        TypeMirror applied = apply(type);
        return isOpen(type) ? types.getWildcardType(applied, null) : applied;
    }

    /** Whether the type mentions a variable that stands for more than one type. */
    boolean isOpen(TypeMirror type) {
        if (type.getKind() == TypeKind.TYPEVAR) {
            return arguments.get(types.asElement(type)) instanceof WildcardType;
        }
        if (type instanceof ArrayType array) {
            return isOpen(array.getComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return wildcard.getExtendsBound() != null && isOpen(wildcard.getExtendsBound());
        }
        return type instanceof DeclaredType declared && declared.getTypeArguments().stream().anyMatch(this::isOpen);
    }

    /** Whether it is an array of a variable that stands for more than one type, or contains one. */
    boolean hasOpenArray(TypeMirror type) {
        if (type instanceof ArrayType array) {
            TypeMirror component = array.getComponentType();
            return component.getKind() == TypeKind.TYPEVAR ? isOpen(component) : hasOpenArray(component);
        }
        return type instanceof DeclaredType declared && declared.getTypeArguments().stream().anyMatch(this::hasOpenArray);
    }

    /** Whether any type variable is left in the type. */
    static boolean mentionsVariable(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return mentionsVariable(array.getComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return wildcard.getExtendsBound() != null && mentionsVariable(wildcard.getExtendsBound())
                    || wildcard.getSuperBound() != null && mentionsVariable(wildcard.getSuperBound());
        }
        return type.getKind() == TypeKind.TYPEVAR
                || type instanceof DeclaredType declared
                        && declared.getTypeArguments().stream().anyMatch(Substitution::mentionsVariable);
    }

    private static TypeMirror upperBound(TypeMirror argument) {
        return argument instanceof WildcardType wildcard && wildcard.getExtendsBound() != null
                ? wildcard.getExtendsBound()
                : argument;
    }
}
