package io.quarkiverse.processpool.processor.validate;

import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;

/** Whether a worker can make the one instance of a class. */
final class Construction {

    private final Types types;

    Construction(Types types) {
        this.types = types;
    }

    boolean isPossible(TypeElement type) {
        return type.getKind() == ElementKind.CLASS && !type.getModifiers().contains(Modifier.ABSTRACT) && !isInner(type)
                && type.getTypeParameters().isEmpty() && hasConstructor(type);
    }

    static boolean isInner(TypeElement type) {
        return type.getNestingKind().isNested() && !type.getModifiers().contains(Modifier.STATIC);
    }

    /** Whether there is a constructor without arguments that generated code can call. */
    boolean hasConstructor(TypeElement type) {
        return ElementFilter.constructorsIn(type.getEnclosedElements()).stream().anyMatch(this::isUsable);
    }

    private boolean isUsable(ExecutableElement constructor) {
        return constructor.getParameters().isEmpty() && !constructor.getModifiers().contains(Modifier.PRIVATE)
                && constructor.getThrownTypes().stream().allMatch(this::isUnchecked);
    }

    private boolean isUnchecked(TypeMirror thrown) {
        for (TypeMirror t = thrown; t.getKind() == TypeKind.DECLARED; t = types.directSupertypes(t).get(0)) {
            String name = types.asElement(t).toString();
            if (name.equals("java.lang.RuntimeException") || name.equals("java.lang.Error")) {
                return true;
            }
            if (name.equals("java.lang.Throwable")) {
                return false;
            }
        }
        return false;
    }
}
