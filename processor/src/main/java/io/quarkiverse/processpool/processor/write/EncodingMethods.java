package io.quarkiverse.processpool.processor.write;

import java.util.List;

import javax.lang.model.element.Modifier;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.WildcardTypeName;

import io.quarkiverse.processpool.processor.model.Container;
import io.quarkiverse.processpool.processor.model.Encoding;

/** Writes the pair of methods for a type that consists of parts. */
final class EncodingMethods {

    private static final ClassName ENTRY = ClassName.get("java.util", "Map", "Entry");
    private static final ClassName OPTIONAL = ClassName.get("java.util", "Optional");
    private static final CodeBlock VALUE = CodeBlock.of("value");
    /** More subtypes than that do not fit in a byte. */
    private static final int MAX_BYTE = 127;

    private final EncodingWriter parts;

    EncodingMethods(EncodingWriter parts) {
        this.parts = parts;
    }

    MethodSpec writeMethod(String name, Encoding encoding) {
        CodeBlock body;
        if (encoding instanceof Encoding.RecordValue value) {
            body = writeRecord(value);
        } else if (encoding instanceof Encoding.SealedValue value) {
            body = writeSealed(value);
        } else if (encoding instanceof Encoding.Sequence value) {
            body = writeSequence(value);
        } else if (encoding instanceof Encoding.Mapping value) {
            body = writeMapping(value);
        } else if (encoding instanceof Encoding.ArrayValue value) {
            body = sized("value.length", forEach(TypeNames.of(value.element().type()), "value",
                    parts.write(value.element(), CodeBlock.of("element"))));
        } else if (encoding instanceof Encoding.OptionalValue value) {
            body = present(parts.write(value.value(), CodeBlock.of("value.orElse(null)")));
        } else if (encoding instanceof Encoding.OptionalNumber value) {
            body = present(CodeBlock.builder().addStatement("out.writeBoolean(value.isPresent())")
                    .beginControlFlow("if (value.isPresent())")
                    .addStatement("out.write$1L(value.getAs$1L())", value.call()).endControlFlow().build());
        } else if (encoding instanceof Encoding.Serialized value) {
            body = CodeBlock.builder().addStatement("out.writeSerializable(value, $S)", value.path()).build();
        } else {
            throw new IllegalStateException("needs no methods: " + encoding);
        }
        return method(name).addParameter(TypeNames.of(encoding.type()), "value").addParameter(Runtime.ENCODER, "out")
                .addCode(body).build();
    }

    MethodSpec readMethod(String name, Encoding encoding) {
        MethodSpec.Builder method = method(name).addParameter(Runtime.DECODER, "in")
                .returns(TypeNames.of(encoding.type()));
        if (encoding instanceof Encoding.RecordValue value) {
            readRecord(value, method);
        } else if (encoding instanceof Encoding.SealedValue value) {
            method.addCode(readSealed(value));
        } else if (encoding instanceof Encoding.Sequence value) {
            TypeName type = ParameterizedTypeName.get(TypeNames.raw(value.type()), TypeNames.of(value.element().type()));
            method.addCode(readSized(type, made(value.container(), value.element()),
                    CodeBlock.of("value.add($L)", parts.read(value.element()))));
        } else if (encoding instanceof Encoding.Mapping value) {
            TypeName type = ParameterizedTypeName.get(TypeNames.raw(value.type()), TypeNames.of(value.key().type()),
                    TypeNames.of(value.value().type()));
            method.addCode(readSized(type, made(value.container(), value.key()),
                    CodeBlock.of("value.put($L, $L)", parts.read(value.key()), parts.read(value.value()))));
        } else if (encoding instanceof Encoding.ArrayValue value) {
            readArray(value, method);
        } else if (encoding instanceof Encoding.OptionalValue value) {
            method.addStatement("return in.readPresence() ? $T.ofNullable($L) : null", OPTIONAL, parts.read(value.value()));
        } else if (encoding instanceof Encoding.OptionalNumber value) {
            method.addCode(readOptionalNumber(value));
        } else if (encoding instanceof Encoding.Serialized value) {
            method.addAnnotation(suppress("unchecked")).addStatement("return in.readSerializable($T.class, $S)",
                    TypeNames.raw(value.type()), value.path());
        } else {
            throw new IllegalStateException("needs no methods: " + encoding);
        }
        return method.build();
    }

    private CodeBlock writeRecord(Encoding.RecordValue value) {
        CodeBlock.Builder code = CodeBlock.builder();
        if (value.components().isEmpty()) {
            return code.addStatement("out.writePresence(value)").build();
        }
        code.addStatement("out.enter()");
        for (Encoding.Component component : value.components()) {
            code.add(parts.write(component.encoding(), CodeBlock.of("value.$L()", component.name())));
        }
        return present(code.addStatement("out.leave()").build());
    }

    private void readRecord(Encoding.RecordValue value, MethodSpec.Builder method) {
        CodeBlock components = value.components().stream().map(component -> parts.read(component.encoding()))
                .collect(CodeBlock.joining(",$W"));
        // What fits a wildcard cannot be said once more where the record is made.
        boolean isLoose = TypeNames.hasWildcard(value.type());
        boolean isGeneric = !TypeNames.arguments(value.type()).isEmpty();
        if (isLoose) {
            method.addAnnotation(suppress("rawtypes", "unchecked"));
        }
        method.beginControlFlow("if (!in.readPresence())").addStatement("return null").endControlFlow()
                .addStatement("in.enter()")
                .addStatement("$T value = new $T$L($L)", TypeNames.of(value.type()), TypeNames.raw(value.type()),
                        isGeneric && !isLoose ? "<>" : "", components)
                .addStatement("in.leave()").addStatement("return value");
    }

    private CodeBlock writeSealed(Encoding.SealedValue value) {
        List<Encoding> leaves = value.parts();
        String call = leaves.size() > MAX_BYTE ? "Short" : "Byte";
        String cast = leaves.size() > MAX_BYTE ? "short" : "byte";
        CodeBlock.Builder code = CodeBlock.builder().beginControlFlow("if (value == null)")
                .addStatement("out.write$L(($L) 0)", call, cast);
        for (int i = 0; i < leaves.size(); i++) {
            code.nextControlFlow("else if (value instanceof $T leaf)", TypeNames.of(leaves.get(i).type()))
                    .addStatement("out.write$L(($L) $L)", call, cast, i + 1)
                    .add(parts.write(leaves.get(i), CodeBlock.of("leaf")));
        }
        return code.nextControlFlow("else")
                .addStatement("throw new $T($S.concat(value.getClass().getName()))", Runtime.ENCODING_EXCEPTION,
                        TypeNames.raw(value.type()).simpleName() + " had no such subtype when the task was compiled: ")
                .endControlFlow().build();
    }

    private CodeBlock readSealed(Encoding.SealedValue value) {
        List<Encoding> leaves = value.parts();
        CodeBlock.Builder code = CodeBlock.builder()
                .add("return switch (in.read$L()) {\n", leaves.size() > MAX_BYTE ? "Short" : "Byte").indent()
                .add("case 0 -> null;\n");
        for (int i = 0; i < leaves.size(); i++) {
            code.add("case $L -> $L;\n", i + 1, parts.read(leaves.get(i)));
        }
        return code.add("default -> throw new $T($S);\n", Runtime.ENCODING_EXCEPTION,
                "no such kind of " + TypeNames.raw(value.type()).simpleName()).unindent().add("};\n").build();
    }

    private CodeBlock writeSequence(Encoding.Sequence value) {
        return CodeBlock.builder().add(refuseComparator(value.container()))
                .add(sized("value.size()", forEach(TypeNames.of(value.element().type()), "value",
                        parts.write(value.element(), CodeBlock.of("element")))))
                .build();
    }

    private CodeBlock writeMapping(Encoding.Mapping value) {
        TypeName entry = ParameterizedTypeName.get(ENTRY, TypeNames.arguments(value.type()).toArray(TypeName[]::new));
        CodeBlock loop = CodeBlock.builder().beginControlFlow("for ($T entry : value.entrySet())", entry)
                .add(parts.write(value.key(), CodeBlock.of("entry.getKey()")))
                .add(parts.write(value.value(), CodeBlock.of("entry.getValue()"))).endControlFlow().build();
        return CodeBlock.builder().add(refuseComparator(value.container())).add(sized("value.size()", loop)).build();
    }

    private static CodeBlock refuseComparator(Container container) {
        if (container.form() != Container.Form.SORTED) {
            return CodeBlock.of("");
        }
        return CodeBlock.builder().beginControlFlow("if (value != null && value.comparator() != null)")
                .addStatement("throw new $T($S)", Runtime.ENCODING_EXCEPTION,
                        "a " + ClassName.bestGuess(container.made()).simpleName() + " with a comparator cannot be sent")
                .endControlFlow().build();
    }

    private static CodeBlock made(Container container, Encoding first) {
        ClassName made = ClassName.bestGuess(container.made());
        return switch (container.form()) {
            case SIZED -> CodeBlock.of("new $T<>(size)", made);
            case PLAIN, SORTED -> CodeBlock.of("new $T<>()", made);
            case OF_ENUM -> container.isMap()
                    ? CodeBlock.of("new $T<>($T.class)", made, TypeNames.of(first.type()))
                    : CodeBlock.of("$T.noneOf($T.class)", made, TypeNames.of(first.type()));
        };
    }

    private void readArray(Encoding.ArrayValue value, MethodSpec.Builder method) {
        TypeName element = TypeNames.of(value.element().type());
        StringBuilder dimensions = new StringBuilder("[size]");
        while (element instanceof ArrayTypeName array) {
            element = array.componentType();
            dimensions.append("[]");
        }
        TypeName type = TypeNames.of(value.type());
        CodeBlock made = CodeBlock.of("new $T$L", element, dimensions);
        if (element instanceof ParameterizedTypeName parameterized) {
            TypeName[] anything = parameterized.typeArguments().stream()
                    .map(argument -> WildcardTypeName.subtypeOf(Object.class))
                    .toArray(TypeName[]::new);
            TypeName open = ParameterizedTypeName.get(parameterized.rawType(), anything);
            made = CodeBlock.of("($T) new $T$L", type, open, dimensions);
            method.addAnnotation(suppress("unchecked"));
        }
        method.addCode(readSized(type, made, CodeBlock.of("value[i] = $L", parts.read(value.element()))));
    }

    private static CodeBlock readOptionalNumber(Encoding.OptionalNumber value) {
        TypeName type = TypeNames.of(value.type());
        return CodeBlock.builder().beginControlFlow("if (!in.readPresence())").addStatement("return null").endControlFlow()
                .addStatement("return in.readBoolean() ? $T.of(in.read$L()) : $T.empty()", type, value.call(), type).build();
    }

    private static CodeBlock present(CodeBlock code) {
        return CodeBlock.builder().beginControlFlow("if (out.writePresence($L))", VALUE).add(code).endControlFlow().build();
    }

    private static CodeBlock sized(String size, CodeBlock loop) {
        return CodeBlock.builder().beginControlFlow("if (value == null)").addStatement("out.writeSize(-1)")
                .addStatement("return").endControlFlow().addStatement("out.writeSize($L)", size).add(loop).build();
    }

    private static CodeBlock readSized(TypeName type, CodeBlock made, CodeBlock step) {
        return CodeBlock.builder().addStatement("int size = in.readSize()").beginControlFlow("if (size < 0)")
                .addStatement("return null").endControlFlow().addStatement("$T value = $L", type, made)
                .beginControlFlow("for (int i = 0; i < size; i++)").addStatement(step).endControlFlow()
                .addStatement("return value").build();
    }

    private static CodeBlock forEach(TypeName element, String source, CodeBlock body) {
        return CodeBlock.builder().beginControlFlow("for ($T element : $L)", element, source).add(body).endControlFlow()
                .build();
    }

    private static MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
    }

    static AnnotationSpec suppress(String... warnings) {
        AnnotationSpec.Builder annotation = AnnotationSpec.builder(SuppressWarnings.class);
        for (String warning : warnings) {
            annotation.addMember("value", "$S", warning);
        }
        return annotation.build();
    }
}
