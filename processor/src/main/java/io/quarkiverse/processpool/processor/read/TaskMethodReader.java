package io.quarkiverse.processpool.processor.read;

import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.PrimitiveType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.model.Encoding;
import io.quarkiverse.processpool.processor.model.PoolSettings;
import io.quarkiverse.processpool.processor.model.TaskMethod;
import io.quarkiverse.processpool.processor.model.TaskParameter;
import io.quarkiverse.processpool.processor.model.TaskResult;
import io.quarkiverse.processpool.processor.model.TaskResult.Delivery;

/** Reads a marked method. */
final class TaskMethodReader {

    private static final List<String> LAZY = List.of("io.smallrye.mutiny.Multi", "java.util.concurrent.Flow.Publisher",
            "org.reactivestreams.Publisher", "java.util.stream.BaseStream", "java.util.Iterator", "java.util.Spliterator",
            "java.util.Enumeration");

    private final Elements elements;
    private final Types types;
    private final EncodingReader encodings;

    TaskMethodReader(Elements elements, Types types, EncodingReader encodings) {
        this.elements = elements;
        this.types = types;
        this.encodings = encodings;
    }

    TaskMethod read(ExecutableElement method, String signature, PoolSettings settings) {
        Substitution variables = encodings.bounds(method.getTypeParameters());
        List<TaskParameter> parameters = new ArrayList<>();
        for (VariableElement parameter : method.getParameters()) {
            String path = "argument " + parameter.getSimpleName();
            parameters.add(new TaskParameter(parameter, encodings.readParameter(parameter.asType(), path, variables)));
        }
        return new TaskMethod(method, signature, parameters, result(method.getReturnType(), variables),
                checkedExceptions(method), settings);
    }

    private TaskResult result(TypeMirror declared, Substitution variables) {
        if (declared.getKind() == TypeKind.VOID) {
            return value(Delivery.NONE, elements.getTypeElement("java.lang.Void").asType(), variables);
        }
        if (declared.getKind().isPrimitive()) {
            TypeMirror boxed = types.boxedClass((PrimitiveType) declared).asType();
            return new TaskResult(Delivery.RETURNED, boxed, false, encodings.read(declared, "result", variables));
        }
        if (!(declared instanceof DeclaredType type) || !(type.asElement() instanceof TypeElement element)
                || declared.getKind() == TypeKind.ERROR) {
            return value(Delivery.RETURNED, declared, variables);
        }
        Delivery delivery = delivery(element);
        if (delivery == Delivery.RETURNED) {
            return isLazy(declared)
                    ? new TaskResult(delivery, declared, false,
                            new Encoding.Unsendable(declared, "result", Message.LAZY_RESULT, insteadOf(element)))
                    : value(delivery, declared, variables);
        }
        if (type.getTypeArguments().isEmpty()) {
            return new TaskResult(delivery, declared, false,
                    new Encoding.Unsendable(declared, "result", Message.RAW_TYPE, ""));
        }
        return value(delivery, upperBound(type.getTypeArguments().get(0)), variables);
    }

    private static Delivery delivery(TypeElement declared) {
        return switch (declared.getQualifiedName().toString()) {
            case "io.smallrye.mutiny.Uni" -> Delivery.UNI;
            case "java.util.concurrent.CompletionStage", "java.util.concurrent.CompletableFuture" -> Delivery.STAGE;
            case "java.util.stream.Stream", "java.util.Iterator", "io.smallrye.mutiny.Multi" -> Delivery.ELEMENTS;
            default -> Delivery.RETURNED;
        };
    }

    /** Whether it is another kind of stream than those that can be sent. */
    private boolean isLazy(TypeMirror declared) {
        for (String lazy : LAZY) {
            TypeElement base = elements.getTypeElement(lazy);
            if (base != null && types.isSubtype(types.erasure(declared), types.erasure(base.asType()))) {
                return true;
            }
        }
        return false;
    }

    private static String insteadOf(TypeElement lazy) {
        String primitive = switch (lazy.getQualifiedName().toString()) {
            case "java.util.stream.IntStream" -> "Integer";
            case "java.util.stream.LongStream" -> "Long";
            case "java.util.stream.DoubleStream" -> "Double";
            default -> null;
        };
        return primitive == null ? "Return a Stream, an Iterator or a Multi of the elements; or collect them into a List."
                : "Return a Stream<" + primitive + ">, which boxed() gives; or an array, which has no boxes.";
    }

    private TaskResult value(Delivery delivery, TypeMirror type, Substitution variables) {
        Encoding encoding = isVoid(type) ? new Encoding.Nothing(type)
                : encodings.read(type, "result", variables);
        return new TaskResult(delivery, type, variables.isOpen(type), encoding);
    }

    private static boolean isVoid(TypeMirror type) {
        return type.getKind() == TypeKind.DECLARED
                && ((TypeElement) ((DeclaredType) type).asElement()).getQualifiedName().contentEquals("java.lang.Void");
    }

    private TypeMirror upperBound(TypeMirror argument) {
        if (argument instanceof WildcardType wildcard) {
            return wildcard.getExtendsBound() == null ? elements.getTypeElement("java.lang.Object").asType()
                    : wildcard.getExtendsBound();
        }
        return argument;
    }

    List<TypeMirror> checkedExceptions(ExecutableElement method) {
        TypeMirror unchecked = elements.getTypeElement("java.lang.RuntimeException").asType();
        TypeMirror error = elements.getTypeElement("java.lang.Error").asType();
        List<TypeMirror> checked = new ArrayList<>();
        for (TypeMirror thrown : method.getThrownTypes()) {
            boolean isKnown = thrown.getKind() != TypeKind.ERROR; // or it is taken for a subtype of everything
            if (!isKnown || !types.isSubtype(thrown, unchecked) && !types.isSubtype(thrown, error)) {
                checked.add(thrown);
            }
        }
        return checked;
    }

    /** The annotation of that name on the method, or null. */
    static AnnotationMirror annotation(ExecutableElement method, String name) {
        for (AnnotationMirror annotation : method.getAnnotationMirrors()) {
            if (((TypeElement) annotation.getAnnotationType().asElement()).getQualifiedName().contentEquals(name)) {
                return annotation;
            }
        }
        return null;
    }
}
