package io.quarkiverse.processpool.processor.model;

import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;

/**
 * A marked method.
 *
 * @param signature name and erased parameter types, unique in its class
 * @param checkedExceptions the declared exceptions that a caller must handle
 */
public record TaskMethod(ExecutableElement element, String signature, List<TaskParameter> parameters, TaskResult result,
        List<TypeMirror> checkedExceptions, PoolSettings settings) {

    public String name() {
        return element.getSimpleName().toString();
    }

    public boolean isStatic() {
        return element.getModifiers().contains(Modifier.STATIC);
    }

    public boolean isGeneric() {
        return !element.getTypeParameters().isEmpty();
    }

    /** The encodings of all parameters and, last, of the result. */
    public List<Encoding> encodings() {
        List<Encoding> all = new ArrayList<>();
        for (TaskParameter parameter : parameters) {
            all.add(parameter.encoding());
        }
        all.add(result.encoding());
        return all;
    }
}
