package io.quarkiverse.processpool.processor.validate;

import java.util.List;
import java.util.Set;

import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.message.Problem;
import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.TaskMethod;

/** The generated task can call the method, here and in a worker. */
final class MethodRules {

    private static final Set<String> WITHOUT_PARAMETERS = Set.of("toString", "hashCode", "clone", "finalize");
    private static final Set<String> INJECTIONS = Set.of("jakarta.inject.Inject", "javax.inject.Inject",
            "org.eclipse.microprofile.config.inject.ConfigProperty");

    private final Types types;
    private final TypeMirror exception;
    private final TaskClass taskClass;
    private final List<Problem> problems;

    MethodRules(Elements elements, Types types, TaskClass taskClass, List<Problem> problems) {
        this.types = types;
        this.taskClass = taskClass;
        this.problems = problems;
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
                report(method, Message.TYPE_NOT_FOUND, place, thrown.toString(), "");
            } else if (!types.isSubtype(thrown, exception)) {
                report(method, Message.THROWS_THROWABLE, place, thrown.toString());
            }
        }
    }

    private void checkInstance(TaskMethod method) {
        TypeElement type = taskClass.element();
        String name = taskClass.names().shortName();
        boolean isInner = type.getNestingKind().isNested() && !type.getModifiers().contains(Modifier.STATIC);
        if (type.getKind() != ElementKind.CLASS) {
            String kind = switch (type.getKind()) {
                case ENUM -> "an enum";
                case RECORD -> "a record";
                default -> "an interface";
            };
            report(method, Message.NO_INSTANCE, place(method), kind);
        } else if (type.getModifiers().contains(Modifier.ABSTRACT)) {
            report(method, Message.NO_INSTANCE, place(method), "an abstract class");
        } else if (isInner) {
            report(method, Message.INNER_CLASS, place(method), name);
        } else if (!type.getTypeParameters().isEmpty()) {
            report(method, Message.CLASS_TYPE_PARAMETER, place(method), name);
        } else if (ElementFilter.constructorsIn(type.getEnclosedElements()).stream().noneMatch(this::isUsable)) {
            report(method, Message.NO_CONSTRUCTOR, place(method), name);
        }
        checkInjection(method);
    }

    private void checkInjection(TaskMethod method) {
        boolean isSaid = problems.stream().anyMatch(problem -> problem.message() == Message.INJECTED_FIELD);
        for (VariableElement field : ElementFilter.fieldsIn(taskClass.element().getEnclosedElements())) {
            boolean isInjected = field.getAnnotationMirrors().stream()
                    .anyMatch(annotation -> INJECTIONS.contains(annotation.getAnnotationType().toString()));
            if (isInjected && !isSaid && !field.getModifiers().contains(Modifier.STATIC)) {
                problems.add(Problem.at(field, Message.INJECTED_FIELD, place(method), field.getSimpleName()));
            }
        }
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
