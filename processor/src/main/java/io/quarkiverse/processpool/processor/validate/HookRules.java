package io.quarkiverse.processpool.processor.validate;

import java.util.List;
import java.util.Set;

import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.message.Problem;
import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.WorkerHook;
import io.quarkiverse.processpool.processor.read.Unresolved;

/** A worker can call the method before or after its tasks, and has a reason to. */
final class HookRules {

    private final Types types;
    private final TypeMirror exception;
    private final TaskClass taskClass;
    private final List<Problem> problems;

    HookRules(Elements elements, Types types, TaskClass taskClass, List<Problem> problems) {
        this.types = types;
        this.taskClass = taskClass;
        this.problems = problems;
        exception = elements.getTypeElement("java.lang.Exception").asType();
    }

    void check(WorkerHook hook) {
        ExecutableElement method = hook.element();
        Set<Modifier> modifiers = method.getModifiers();
        if (taskClass.methods().isEmpty()) {
            report(hook, Message.HOOK_ALONE);
        }
        if (modifiers.contains(Modifier.PRIVATE) || modifiers.contains(Modifier.ABSTRACT)) {
            report(hook, Message.HOOK_NOT_CALLABLE, modifiers.contains(Modifier.PRIVATE) ? "private" : "abstract");
        }
        if (!method.getParameters().isEmpty()) {
            report(hook, Message.HOOK_PARAMETERS);
        }
        if (method.getReturnType().getKind() != TypeKind.VOID) {
            report(hook, Message.HOOK_RESULT, method.getReturnType());
        }
        if (!hook.isStatic() && !modifiers.contains(Modifier.ABSTRACT)) {
            checkInstance(hook);
        }
        checkExceptions(hook);
    }

    private void checkInstance(WorkerHook hook) {
        if (!new Construction(types).isPossible(taskClass.element())) {
            report(hook, Message.HOOK_WITHOUT_INSTANCE, taskClass.names().shortName());
        }
        new InjectionRules(taskClass.element(), problems).check(place(hook));
    }

    private void checkExceptions(WorkerHook hook) {
        for (TypeMirror thrown : hook.checkedExceptions()) {
            if (thrown.getKind() == TypeKind.ERROR) {
                problems.add(Problem.at(hook.element(), Message.TYPE_NOT_FOUND, place(hook), Unresolved.name(thrown)));
            } else if (!types.isSubtype(thrown, exception)) {
                report(hook, Message.HOOK_THROWS, thrown.toString());
            }
        }
    }

    private String place(WorkerHook hook) {
        return taskClass.names().shortName() + "." + hook.element().getSimpleName() + "()";
    }

    private void report(WorkerHook hook, Message message) {
        report(hook, message, "");
    }

    private void report(WorkerHook hook, Message message, Object detail) {
        problems.add(Problem.at(hook.element(), message, place(hook), hook.moment().mark(), detail));
    }
}
