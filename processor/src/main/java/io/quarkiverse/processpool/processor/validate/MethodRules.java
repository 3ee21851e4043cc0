package io.quarkiverse.processpool.processor.validate;

import java.util.List;
import java.util.Set;

import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.message.Problem;
import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.TaskMethod;
import io.quarkiverse.processpool.processor.read.Unresolved;

/** The generated task can call the method, here and in a worker. */
final class MethodRules {

    private static final Set<String> WITHOUT_PARAMETERS = Set.of("toString", "hashCode", "clone", "finalize");

    private final Types types;
    private final TypeMirror exception;
    private final Construction construction;
    private final InjectionRules injectionRules;
    private final TaskClass taskClass;
    private final List<Problem> problems;

    MethodRules(Elements elements, Types types, TaskClass taskClass, List<Problem> problems) {
        this.types = types;
        this.taskClass = taskClass;
        this.problems = problems;
        construction = new Construction(types);
        injectionRules = new InjectionRules(taskClass.element(), problems);
        exception = elements.getTypeElement("java.lang.Exception").asType();
    }

    void check(TaskMethod method) {
        Set<Modifier> modifiers = method.element().getModifiers();
        String place = place(method);
        if (modifiers.contains(Modifier.PRIVATE)) {
            report(method, Message.PRIVATE_METHOD, place);
        }
        if (modifiers.contains(Modifier.ABSTRACT)) {
            report(method, Message.NO_BODY, place);
        } else if (!method.isStatic()) {
            checkInstance(method);
        }
        if (isMethodOfObject(method.element())) {
            report(method, Message.METHOD_OF_OBJECT, place);
        }
        for (TypeMirror thrown : method.checkedExceptions()) {
            if (thrown.getKind() == TypeKind.ERROR) {
                report(method, Message.TYPE_NOT_FOUND, place, Unresolved.name(thrown));
            } else if (!types.isSubtype(thrown, exception)) {
                report(method, Message.THROWS_THROWABLE, place, thrown.toString());
            }
        }
    }

    private void checkInstance(TaskMethod method) {
        TypeElement type = taskClass.element();
        String name = taskClass.names().shortName();
        if (type.getKind() != ElementKind.CLASS) {
            String kind = switch (type.getKind()) {
                case ENUM -> "an enum";
                case RECORD -> "a record";
                default -> "an interface";
            };
            report(method, Message.NO_INSTANCE, place(method), kind);
        } else if (type.getModifiers().contains(Modifier.ABSTRACT)) {
            report(method, Message.NO_INSTANCE, place(method), "an abstract class");
        } else if (Construction.isInner(type)) {
            report(method, Message.INNER_CLASS, place(method), name);
        } else if (!type.getTypeParameters().isEmpty()) {
            report(method, Message.CLASS_TYPE_PARAMETER, place(method), name);
        } else if (!construction.hasConstructor(type)) {
            report(method, Message.NO_CONSTRUCTOR, place(method), name);
        }
        injectionRules.check(place(method));
    }

    private static boolean isMethodOfObject(ExecutableElement method) {
        String name = method.getSimpleName().toString();
        int parameters = method.getParameters().size();
        return parameters == 0 && WITHOUT_PARAMETERS.contains(name)
                || parameters == 1 && name.equals("equals")
                        && method.getParameters().get(0).asType().toString().equals("java.lang.Object");
    }

    private String place(TaskMethod method) {
        return taskClass.names().shortName() + "." + method.signature();
    }

    private void report(TaskMethod method, Message message, Object... arguments) {
        problems.add(Problem.at(method.element(), message, arguments));
    }
}
