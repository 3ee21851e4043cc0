package io.quarkiverse.processpool.processor.write;

import java.util.List;

import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.TypeVariableName;
import com.palantir.javapoet.WildcardTypeName;

import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.TaskMethod;
import io.quarkiverse.processpool.processor.model.TaskResult.Delivery;

/** Writes the record that is the task of a method, and the factory that makes it. */
final class TaskRecordWriter {

    private static final TypeName ANY_ENTRY_POINT = ParameterizedTypeName.get(Runtime.ENTRY_POINT,
            WildcardTypeName.subtypeOf(Object.class), WildcardTypeName.subtypeOf(Object.class));

    private static final ClassName STREAM = ClassName.get("java.util.stream", "Stream");

    private final TaskClass taskClass;
    private final TaskNames names;
    private final EntryPointWriter entryPoints;

    TaskRecordWriter(TaskClass taskClass, TaskNames names, EntryPointWriter entryPoints) {
        this.taskClass = taskClass;
        this.names = names;
        this.entryPoints = entryPoints;
    }

    MethodSpec factory(TaskMethod method) {
        MethodSpec.Builder factory = MethodSpec.methodBuilder(method.name()).addJavadoc(javadoc(method));
        if (taskClass.isPublic() && method.element().getModifiers().contains(Modifier.PUBLIC)) {
            factory.addModifiers(Modifier.PUBLIC);
        }
        factory.addModifiers(Modifier.STATIC).addTypeVariables(variables(method)).returns(task(method));
        CodeBlock arguments = method.parameters().stream().map(parameter -> CodeBlock.of("$L", parameter.name()))
                .collect(CodeBlock.joining(",$W"));
        method.parameters().forEach(
                parameter -> factory.addParameter(TypeNames.of(parameter.element().asType()), parameter.name()));
        if (method.element().isVarArgs()) {
            factory.varargs();
            if (isHeapPolluting(method)) {
                factory.addAnnotation(SafeVarargs.class).addAnnotation(EncodingMethods.suppress("varargs"));
            }
        }
        return factory.addStatement("return new $T$L($L)", names.record(method), method.isGeneric() ? "<>" : "", arguments)
                .build();
    }

    TypeSpec record(TaskMethod method) {
        MethodSpec.Builder components = MethodSpec.constructorBuilder();
        List<String> componentNames = names.components(method);
        for (int i = 0; i < componentNames.size(); i++) {
            components.addParameter(ParameterSpec.builder(
                    TypeNames.of(method.parameters().get(i).element().asType()), componentNames.get(i)).build());
        }
        return TypeSpec.recordBuilder(names.record(method)).recordConstructor(components.build())
                .addTypeVariables(variables(method)).addSuperinterface(task(method))
                .addField(FieldSpec.builder(entryPoints.superclass(method), "ENTRY_POINT", Modifier.STATIC, Modifier.FINAL)
                        .initializer("new $T()", names.entryPoint(method)).build())
                .addMethod(call(method)).addMethod(entryPoint(method)).build();
    }

    private MethodSpec call(TaskMethod method) {
        MethodSpec.Builder call = MethodSpec.methodBuilder("call").addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC).returns(called(method));
        if (method.result().delivery() == Delivery.STAGE) {
            call.addException(Exception.class);
        } else {
            for (TypeMirror thrown : method.checkedExceptions()) {
                call.addException(TypeNames.of(thrown));
            }
        }
        CodeBlock target = method.isStatic() ? CodeBlock.of("$T", taskClass.names().declaring())
                : CodeBlock.of("$L.VALUE", TaskNames.INSTANCE);
        CodeBlock run = CodeBlock.of("$L.$L($L)", target, method.name(), String.join(", ", names.components(method)));
        switch (method.result().delivery()) {
            case NONE -> call.addStatement(run).addStatement("return null");
            case RETURNED -> call.addStatement("return $L", run);
            case UNI -> call.addStatement("return $L.await().indefinitely()", run);
            case STAGE -> call.addStatement("return $T.await($L)", Runtime.RESULTS, run);
            case ELEMENTS -> call.addStatement("return $T.of($L)", Runtime.STREAMS, run);
        }
        return call.build();
    }

    private MethodSpec entryPoint(TaskMethod method) {
        MethodSpec.Builder entryPoint = MethodSpec.methodBuilder("entryPoint").addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC);
        if (!method.isGeneric()) {
            return entryPoint.returns(entryPoints.superclass(method)).addStatement("return ENTRY_POINT").build();
        }
        TypeName self = ParameterizedTypeName.get(names.record(method), variables(method).toArray(TypeName[]::new));
        TypeName type = ParameterizedTypeName.get(Runtime.ENTRY_POINT, self, TypeNames.of(method.result().type()));
        return entryPoint.addAnnotation(EncodingMethods.suppress("unchecked")).returns(type)
                .addStatement("return ($T) ($T) ENTRY_POINT", type, ANY_ENTRY_POINT).build();
    }

    private CodeBlock javadoc(TaskMethod method) {
        CodeBlock types = method.parameters().stream()
                .map(parameter -> CodeBlock.of("$T", TypeNames.erased(TypeNames.of(parameter.element().asType()))))
                .collect(CodeBlock.joining(", "));
        return CodeBlock.of("A task that calls {@link $T#$L($L)} in a worker of the pool {@code $L}.",
                taskClass.names().declaring(), method.name(), types, method.settings().pool());
    }

    private static boolean isHeapPolluting(TaskMethod method) {
        TypeMirror last = method.parameters().get(method.parameters().size() - 1).element().asType();
        TypeName component = ((ArrayTypeName) TypeNames.of(last)).componentType();
        while (component instanceof ArrayTypeName array) {
            component = array.componentType();
        }
        return !(component instanceof ClassName) && !component.isPrimitive();
    }

    private static TypeName called(TaskMethod method) {
        TypeName type = TypeNames.of(method.result().type());
        return method.result().delivery().isStream() ? ParameterizedTypeName.get(STREAM, type) : type;
    }

    private static TypeName task(TaskMethod method) {
        ClassName kind = method.result().delivery().isStream() ? Runtime.STREAM_TASK : Runtime.TASK;
        return ParameterizedTypeName.get(kind, TypeNames.of(method.result().type()));
    }

    private static List<TypeVariableName> variables(TaskMethod method) {
        return method.element().getTypeParameters().stream().map(TypeVariableName::get).toList();
    }
}
