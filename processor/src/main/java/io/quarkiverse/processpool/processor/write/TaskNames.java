package io.quarkiverse.processpool.processor.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeVariableName;
import com.palantir.javapoet.WildcardTypeName;

import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.TaskMethod;
import io.quarkiverse.processpool.processor.model.TaskParameter;

/**
 * The names within {@code XTasks}.
 * <p>
 * A record is named like its method, unless that name means something else in the file: a type of a parameter, or a class that
 * the generated code uses.
 */
final class TaskNames {

    static final String INSTANCE = "Instance";
    static final String ENTRY_POINT_ENDING = "EntryPoint";

    private static final List<String> USED_TYPES = List.of(INSTANCE, "Task", "EntryPoint", "Encoder", "Decoder",
            "EncodingException", "Results", "StreamTask", "StreamEntryPoint", "Streams", "Stream", "Generated", "Override",
            "SuppressWarnings", "SafeVarargs", "Object", "String",
            "Record", "Exception", "Void", "Comparable", "Integer", "Long", "Short", "Byte", "Character", "Boolean", "Float",
            "Double", "Number", "Enum", "Iterable", "Class");
    /** Not allowed as components of a record, methods of a task, or, as variables, in the way of what call() names. */
    private static final Set<String> FORBIDDEN_COMPONENTS = Set.of("clone", "finalize", "getClass", "hashCode", "notify",
            "notifyAll", "toString", "wait", "call", "entryPoint", "ENTRY_POINT", INSTANCE, "Results", "Streams", "io");

    private final Map<TaskMethod, ClassName> records = new LinkedHashMap<>();
    private final Names methodNames = new Names();
    private final TaskClass taskClass;

    TaskNames(TaskClass taskClass) {
        this.taskClass = taskClass;
        Names nested = new Names();
        USED_TYPES.forEach(nested::reserve);
        reserve(taskClass.names().declaring(), nested);
        reserve(taskClass.names().tasks(), nested);
        for (TaskMethod method : taskClass.methods()) {
            methodNames.reserve(method.name());
            method.element().getTypeParameters().forEach(variable -> nested.reserve(variable.getSimpleName().toString()));
            method.parameters().forEach(parameter -> reserve(TypeName.get(parameter.element().asType()), nested));
            reserve(TypeName.get(method.result().type()), nested);
            method.checkedExceptions().forEach(thrown -> reserve(TypeName.get(thrown), nested));
        }
        for (TaskMethod method : taskClass.methods()) {
            String name = method.name();
            String capitalized = Character.toUpperCase(name.charAt(0)) + name.substring(1);
            String wanted = nested.isFree(capitalized) || isOverload(method) ? capitalized : capitalized + "Task";
            records.put(method, taskClass.names().tasks().nestedClass(nested.claim(wanted, ENTRY_POINT_ENDING)));
        }
    }

    /** Whether the name of its record was taken by another method of the same name. */
    private boolean isOverload(TaskMethod method) {
        return records.entrySet().stream().anyMatch(entry -> entry.getKey().name().equals(method.name())
                && entry.getValue().simpleName().equalsIgnoreCase(method.name()));
    }

    /** The record that is the task of a method. */
    ClassName record(TaskMethod method) {
        return records.get(method);
    }

    ClassName entryPoint(TaskMethod method) {
        ClassName taskRecord = record(method);
        return taskRecord.peerClass(taskRecord.simpleName() + ENTRY_POINT_ENDING);
    }

    /** The components of that record, one for each parameter. */
    List<String> components(TaskMethod method) {
        List<String> names = new ArrayList<>();
        List<String> parameters = method.parameters().stream().map(TaskParameter::name).toList();
        for (String parameter : parameters) {
            String name = parameter;
            while (FORBIDDEN_COMPONENTS.contains(name) || taskClass.names().declaring().simpleNames().contains(name)
                    || !name.equals(parameter) && (parameters.contains(name) || names.contains(name))) {
                name += "_";
            }
            names.add(name);
        }
        return names;
    }

    /** A name for which there is no {@code write…} and no {@code read…} yet, made of the words. */
    String claimMethods(String words) {
        String candidate = words;
        for (int i = 2; !methodNames.isFree("write" + candidate) || !methodNames.isFree("read" + candidate); i++) {
            candidate = words + i;
        }
        methodNames.reserve("write" + candidate);
        methodNames.reserve("read" + candidate);
        return candidate;
    }

    private static void reserve(TypeName type, Names nested) {
        if (type instanceof ClassName name) {
            name.simpleNames().forEach(nested::reserve);
        } else if (type instanceof ArrayTypeName array) {
            reserve(array.componentType(), nested);
        } else if (type instanceof ParameterizedTypeName parameterized) {
            reserve(parameterized.rawType(), nested);
            parameterized.typeArguments().forEach(argument -> reserve(argument, nested));
        } else if (type instanceof WildcardTypeName wildcard) {
            wildcard.upperBounds().forEach(bound -> reserve(bound, nested));
        } else if (type instanceof TypeVariableName variable) {
            nested.reserve(variable.name());
        }
    }
}
