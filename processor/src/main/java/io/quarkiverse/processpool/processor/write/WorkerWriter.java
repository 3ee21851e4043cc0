package io.quarkiverse.processpool.processor.write;

import javax.lang.model.element.Modifier;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;

import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.TaskMethod;

/** Writes {@code XWorker}. It is always public: the JVM starts it by name. */
public final class WorkerWriter {

    private final TaskClass taskClass;
    private final TaskNames names;

    public WorkerWriter(TaskClass taskClass) {
        this.taskClass = taskClass;
        this.names = new TaskNames(taskClass);
    }

    public JavaFile write() {
        TypeSpec.Builder type = TypeSpec.classBuilder(taskClass.names().worker())
                .addJavadoc("Main class of the worker processes that run the methods of {@link $T}.",
                        taskClass.names().declaring())
                .addAnnotation(TasksWriter.generated()).addOriginatingElement(taskClass.element())
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL).addSuperinterface(Runtime.ENTRY_POINTS)
                .addMethod(main()).addMethod(entryPoint()).addMethods(new HookWriter(taskClass).methods());
        if (!taskClass.hooks().isEmpty() && !taskClass.suppressions().isEmpty()) {
            type.addAnnotation(EncodingMethods.suppress(taskClass.suppressions().toArray(String[]::new)));
        }
        return TasksWriter.file(taskClass, type.build());
    }

    private MethodSpec main() {
        return MethodSpec.methodBuilder("main").addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addParameter(String[].class, "args")
                .addStatement("$T.run(new $T())", Runtime.WORKER_MAIN, taskClass.names().worker()).build();
    }

    private MethodSpec entryPoint() {
        TypeName anything = WildcardTypeName.subtypeOf(Object.class);
        CodeBlock.Builder code = CodeBlock.builder().add("return switch (signature) {\n").indent();
        for (TaskMethod method : taskClass.methods()) {
            code.add("case $S -> $T.ENTRY_POINT;\n", method.signature(), names.record(method));
        }
        code.add("default -> null;\n").unindent().add("};\n");
        return MethodSpec.methodBuilder("entryPoint").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
                .addParameter(String.class, "signature")
                .returns(ParameterizedTypeName.get(Runtime.ENTRY_POINT, anything, anything)).addCode(code.build()).build();
    }
}
