package io.quarkiverse.processpool.processor.write;

import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.Modifier;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;

import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.WorkerHook;
import io.quarkiverse.processpool.processor.model.WorkerHook.Moment;

/**
 * Writes the methods of {@code XWorker} that call what the class does before and after its tasks, where there is
 * such.
 */
final class HookWriter {

    private final TaskClass taskClass;

    HookWriter(TaskClass taskClass) {
        this.taskClass = taskClass;
    }

    List<MethodSpec> methods() {
        List<MethodSpec> methods = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            List<WorkerHook> hooks = taskClass.hooks().stream().filter(hook -> hook.moment() == moment).toList();
            if (!hooks.isEmpty()) {
                MethodSpec.Builder method = MethodSpec.methodBuilder(moment.method()).addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC).addCode(moment == Moment.INIT ? untilOneThrows(hooks) : all(hooks));
                if (hooks.stream().anyMatch(hook -> !hook.checkedExceptions().isEmpty())) {
                    method.addException(Exception.class);
                }
                methods.add(method.build());
            }
        }
        return methods;
    }

    private CodeBlock untilOneThrows(List<WorkerHook> hooks) {
        return hooks.stream().map(this::call).collect(CodeBlock.joining(""));
    }

    private CodeBlock all(List<WorkerHook> hooks) {
        if (hooks.size() == 1) {
            return call(hooks.get(0));
        }
        return CodeBlock.builder().beginControlFlow("try").add(call(hooks.get(0))).nextControlFlow("finally")
                .add(all(hooks.subList(1, hooks.size()))).endControlFlow().build();
    }

    private CodeBlock call(WorkerHook hook) {
        String name = hook.element().getSimpleName().toString();
        if (hook.isStatic()) {
            return CodeBlock.builder().addStatement("$T.$L()", taskClass.names().declaring(), name).build();
        }
        ClassName instance = taskClass.names().tasks().nestedClass(TaskNames.INSTANCE);
        return CodeBlock.builder().addStatement("$T.VALUE.$L()", instance, name).build();
    }
}
