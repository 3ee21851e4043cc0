package io.quarkiverse.processpool.processor.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;

import io.quarkiverse.processpool.processor.model.Encoding;

/**
 * Writes the code that encodes and decodes values: a call for what {@code Encoder} knows, a pair of methods of
 * {@code XTasks} for what consists of parts.
 */
final class EncodingWriter {

    private final TaskNames names;
    private final Map<String, String> methodNames = new HashMap<>();
    /** Grows while its elements are written: a method may need others. */
    private final List<Encoding> pending = new ArrayList<>();

    EncodingWriter(TaskNames names) {
        this.names = names;
    }

    /** Statements that write the value of an expression, which they may repeat. */
    CodeBlock write(Encoding encoding, CodeBlock value) {
        if (encoding instanceof Encoding.Nothing) {
            return CodeBlock.of("");
        }
        if (encoding instanceof Encoding.Primitive primitive) {
            return statement("out.write$L($L)", primitive.call(), value);
        }
        if (encoding instanceof Encoding.Known known) {
            return statement("out.write$L($L)", known.call(), value);
        }
        if (encoding instanceof Encoding.Constant) {
            return statement("out.writeEnum($L)", value);
        }
        if (encoding instanceof Encoding.Boxed boxed) {
            return CodeBlock.builder().beginControlFlow("if (out.writePresence($L))", value)
                    .addStatement("out.write$L($L)", boxed.call(), value).endControlFlow().build();
        }
        if (encoding instanceof Encoding.Serialized serialized && TypeNames.isReifiable(serialized.type())) {
            return statement("out.writeSerializable($L, $S)", value, serialized.path());
        }
        return statement("write$L($L, out)", method(encoding), value);
    }

    /** An expression that reads a value. */
    CodeBlock read(Encoding encoding) {
        if (encoding instanceof Encoding.Nothing) {
            return CodeBlock.of("null");
        }
        if (encoding instanceof Encoding.Primitive primitive) {
            return CodeBlock.of("in.read$L()", primitive.call());
        }
        if (encoding instanceof Encoding.Known known) {
            return CodeBlock.of("in.read$L()", known.call());
        }
        if (encoding instanceof Encoding.Constant constant) {
            return CodeBlock.of("in.readEnum($T.values())", TypeNames.of(constant.type()));
        }
        if (encoding instanceof Encoding.Boxed boxed) {
            return CodeBlock.of("in.readPresence() ? in.read$L() : null", boxed.call());
        }
        if (encoding instanceof Encoding.Serialized serialized && TypeNames.isReifiable(serialized.type())) {
            return CodeBlock.of("in.readSerializable($T.class, $S)", TypeNames.raw(serialized.type()), serialized.path());
        }
        return CodeBlock.of("read$L(in)", method(encoding));
    }

    /** The records that those methods take apart and put together. */
    List<String> shapes() {
        return pending.stream().filter(Encoding.RecordValue.class::isInstance)
                .map(encoding -> ((Encoding.RecordValue) encoding).shape()).distinct().sorted().toList();
    }

    /** All methods that the code written so far needs. */
    List<MethodSpec> methods() {
        List<MethodSpec> methods = new ArrayList<>();
        EncodingMethods writer = new EncodingMethods(this);
        for (int i = 0; i < pending.size(); i++) {
            Encoding encoding = pending.get(i);
            String name = method(encoding);
            methods.add(writer.writeMethod("write" + name, encoding));
            methods.add(writer.readMethod("read" + name, encoding));
        }
        return methods;
    }

    private String method(Encoding encoding) {
        return methodNames.computeIfAbsent(key(encoding), key -> {
            pending.add(encoding);
            return names.claimMethods(TypeNames.inWords(TypeNames.of(encoding.type())));
        });
    }

    /** Code that names the place of a value in its errors serves that place only. */
    private static String key(Encoding encoding) {
        return TypeNames.of(encoding.type()) + places(encoding);
    }

    private static String places(Encoding encoding) {
        if (encoding instanceof Encoding.Serialized serialized) {
            return " at " + serialized.path();
        }
        if (encoding instanceof Encoding.RecordValue || encoding instanceof Encoding.SealedValue) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        for (Encoding part : encoding.parts()) {
            all.append(places(part));
        }
        return all.toString();
    }

    private static CodeBlock statement(String format, Object... arguments) {
        return CodeBlock.builder().addStatement(format, arguments).build();
    }
}
