package io.quarkiverse.processpool.processor.write;

import java.util.List;

import javax.lang.model.element.Modifier;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;

import io.quarkiverse.processpool.processor.model.Encoding;
import io.quarkiverse.processpool.processor.model.GeneratedNames;
import io.quarkiverse.processpool.processor.model.PoolSettings;
import io.quarkiverse.processpool.processor.model.TaskMethod;
import io.quarkiverse.processpool.processor.model.TaskParameter;

/** Writes the entry point of a method: its settings, and the encoding of its arguments and result. */
final class EntryPointWriter {

    private final GeneratedNames generated;
    private final TaskNames names;
    private final EncodingWriter encodings;

    EntryPointWriter(GeneratedNames generated, TaskNames names, EncodingWriter encodings) {
        this.generated = generated;
        this.names = names;
        this.encodings = encodings;
    }

    /** {@code EntryPoint<Square, Integer>}; for a generic method, of any of its tasks. */
    TypeName superclass(TaskMethod method) {
        return ParameterizedTypeName.get(raw(method), task(method), result(method));
    }

    private static ClassName raw(TaskMethod method) {
        return method.result().delivery().isStream() ? Runtime.STREAM_ENTRY_POINT : Runtime.ENTRY_POINT;
    }

    TypeSpec write(TaskMethod method) {
        return TypeSpec.classBuilder(names.entryPoint(method)).addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .superclass(superclass(method)).addMethod(constructor(method)).addMethod(encodeArguments(method))
                .addMethod(decodeArguments(method)).addMethod(encodeResult(method)).addMethod(decodeResult(method)).build();
    }

    private TypeName task(TaskMethod method) {
        ClassName task = names.record(method);
        if (!method.isGeneric()) {
            return task;
        }
        TypeName[] anything = method.element().getTypeParameters().stream()
                .map(parameter -> WildcardTypeName.subtypeOf(Object.class)).toArray(TypeName[]::new);
        return ParameterizedTypeName.get(task, anything);
    }

    private static TypeName result(TaskMethod method) {
        return method.result().isOpen() ? ClassName.OBJECT : TypeNames.of(method.result().type());
    }

    private MethodSpec constructor(TaskMethod method) {
        PoolSettings settings = method.settings();
        long timeout = settings.timeoutMillis().orElseThrow();
        return MethodSpec.constructorBuilder()
                .addStatement("super($S, $S, $S, $L, $L)", generated.worker().reflectionName(), method.signature(),
                        settings.pool(), timeout > Integer.MAX_VALUE ? timeout + "L" : timeout, settings.retries())
                .build();
    }

    private MethodSpec encodeArguments(TaskMethod method) {
        CodeBlock.Builder code = CodeBlock.builder();
        List<String> components = names.components(method);
        for (int i = 0; i < components.size(); i++) {
            code.add(encodings.write(method.parameters().get(i).encoding(), CodeBlock.of("task.$L()", components.get(i))));
        }
        return override("encodeArguments").addParameter(task(method), "task").addParameter(Runtime.ENCODER, "out")
                .addCode(code.build()).build();
    }

    private MethodSpec decodeArguments(TaskMethod method) {
        MethodSpec.Builder decode = override("decodeArguments");
        if (method.isGeneric()) {
            decode.addAnnotation(EncodingMethods.suppress("rawtypes", "unchecked"));
        }
        CodeBlock arguments = method.parameters().stream().map(this::argument)
                .collect(CodeBlock.joining(",$W"));
        return decode.addParameter(Runtime.DECODER, "in").returns(task(method))
                .addStatement("return new $T($L)", names.record(method), arguments).build();
    }

    /** A type variable with several bounds is encoded by one of them, but becomes another in the class file. */
    private CodeBlock argument(TaskParameter parameter) {
        CodeBlock value = encodings.read(parameter.encoding());
        TypeName erased = TypeNames.erased(TypeNames.of(parameter.element().asType()));
        boolean isOther = !erased.equals(TypeNames.erased(TypeNames.of(parameter.encoding().type())));
        return isOther ? CodeBlock.of("($T) $L", erased, value) : value;
    }

    private MethodSpec encodeResult(TaskMethod method) {
        MethodSpec.Builder encode = override("encodeResult");
        Encoding encoding = method.result().encoding();
        CodeBlock value = CodeBlock.of("result");
        if (method.result().isOpen()) {
            encode.addAnnotation(EncodingMethods.suppress("unchecked"));
            value = CodeBlock.of("($T) result", TypeNames.of(encoding.type()));
        }
        return encode.addParameter(result(method), "result").addParameter(Runtime.ENCODER, "out")
                .addCode(encodings.write(encoding, value)).build();
    }

    private MethodSpec decodeResult(TaskMethod method) {
        return override("decodeResult").addParameter(Runtime.DECODER, "in").returns(result(method))
                .addStatement("return $L", encodings.read(method.result().encoding())).build();
    }

    private static MethodSpec.Builder override(String name) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC);
    }
}
