package io.quarkiverse.processpool.processor.write;

import java.util.List;

import javax.lang.model.type.TypeMirror;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeVariableName;
import com.palantir.javapoet.WildcardTypeName;

/** Forms of type names that generated code needs. */
final class TypeNames {

    private static final TypeName ANYTHING = WildcardTypeName.subtypeOf(Object.class);

    private TypeNames() {
    }

    static TypeName of(TypeMirror type) {
        return TypeName.get(type);
    }

    /** The type without type arguments and type variables. */
    static TypeName erased(TypeName type) {
        if (type instanceof ParameterizedTypeName parameterized) {
            return parameterized.rawType();
        }
        if (type instanceof TypeVariableName variable) {
            return variable.bounds().isEmpty() ? ClassName.OBJECT : erased(variable.bounds().get(0));
        }
        return type instanceof ArrayTypeName array ? ArrayTypeName.of(erased(array.componentType())) : type;
    }

    static ClassName raw(TypeMirror type) {
        return (ClassName) erased(TypeName.get(type));
    }

    static List<TypeName> arguments(TypeMirror type) {
        return TypeName.get(type) instanceof ParameterizedTypeName parameterized ? parameterized.typeArguments() : List.of();
    }

    /** Whether nothing is lost when the type arguments are left away. */
    static boolean isReifiable(TypeMirror type) {
        return arguments(type).stream().allMatch(ANYTHING::equals);
    }

    static boolean hasWildcard(TypeMirror type) {
        return arguments(type).stream().anyMatch(WildcardTypeName.class::isInstance);
    }

    /** The type in words: {@code ListOfPoint}, {@code MapOfStringToPoint}, {@code PointArray}. */
    static String inWords(TypeName type) {
        if (type instanceof ClassName name) {
            return name.simpleName();
        }
        if (type instanceof ArrayTypeName array) {
            return inWords(array.componentType()) + "Array";
        }
        if (type instanceof WildcardTypeName wildcard) {
            return inWords(wildcard.upperBounds().get(0));
        }
        if (type instanceof ParameterizedTypeName parameterized) {
            String raw = parameterized.rawType().simpleName();
            List<String> arguments = parameterized.typeArguments().stream().map(TypeNames::inWords).toList();
            return raw + "Of" + String.join(raw.endsWith("Map") ? "To" : "And", arguments);
        }
        String name = type.toString();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
