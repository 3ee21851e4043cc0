package io.quarkiverse.processpool.processor.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

import com.palantir.javapoet.TypeName;

/**
 * Names methods by name and erased parameter types, {@code resize(Path, int)}; with the packages of the types only where two
 * methods of a class could not be told apart without.
 */
final class Signatures {

    private final Types types;
    private final Map<String, Integer> uses = new HashMap<>();

    Signatures(Types types, List<ExecutableElement> methods) {
        this.types = types;
        for (ExecutableElement method : methods) {
            uses.merge(text(method, this::simple), 1, Integer::sum);
        }
    }

    String of(ExecutableElement method) {
        String brief = text(method, this::simple);
        return uses.get(brief) == 1 ? brief : text(method, Signatures::qualified);
    }

    private String text(ExecutableElement method, Function<TypeMirror, String> naming) {
        List<String> parameters = method.getParameters().stream()
                .map(parameter -> naming.apply(types.erasure(parameter.asType()))).toList();
        return method.getSimpleName() + "(" + String.join(", ", parameters) + ")";
    }

    private String simple(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return simple(array.getComponentType()) + "[]";
        }
        if (type.getKind() == TypeKind.ERROR) {
            return unresolved(type);
        }
        return types.asElement(type) instanceof TypeElement element ? element.getSimpleName().toString() : qualified(type);
    }

    private static String unresolved(TypeMirror type) {
        String name = Unresolved.rawName(type);
        return name.isEmpty() ? "?" : name.substring(name.lastIndexOf('.') + 1);
    }

    /** Without annotations on the type, which a type says of itself in some versions of Java and not in others. */
    private static String qualified(TypeMirror type) {
        TypeMirror unresolved = Unresolved.in(type);
        return unresolved != null ? unresolved(unresolved) : TypeName.get(type).toString();
    }
}
