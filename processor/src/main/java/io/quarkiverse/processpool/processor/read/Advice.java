package io.quarkiverse.processpool.processor.read;

import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** What to send instead of a type that cannot be sent. */
final class Advice {

    private final Elements elements;
    private final Types types;

    Advice(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    String insteadOf(TypeElement type) {
        String name = type.getQualifiedName().toString();
        if (name.equals("java.lang.Object")) {
            return "Declare what it really is; a sealed interface of records stands for several types.";
        }
        if (name.equals("java.lang.CharSequence")) {
            return "Send a String.";
        }
        if (is(type, "java.io.InputStream")) {
            return "Only a parameter can be a stream, and is declared as InputStream itself; else send a byte[] or a Path.";
        }
        if (is(type, "java.io.Reader", "java.io.OutputStream", "java.io.Writer",
                "java.nio.channels.Channel", "java.nio.Buffer")) {
            return "Send a byte[], a String or a Path, or make the type a record.";
        }
        if (is(type, "java.util.Iterator", "java.util.stream.BaseStream", "io.smallrye.mutiny.Multi",
                "java.util.concurrent.Flow.Publisher", "org.reactivestreams.Publisher")) {
            return "A method can return a stream, and take an InputStream: send a List, or make each element a task of its own, with imap.";
        }
        if (name.startsWith("java.util.") && is(type, "java.util.Collection", "java.util.Map")
                || name.equals("java.lang.Iterable")) {
            return "Send a List, a Set or a Map.";
        }
        if (is(type, "java.util.concurrent.Future")) {
            return "Send the value itself; as a result, a CompletionStage or a Uni of it.";
        }
        if (is(type, "java.lang.AutoCloseable", "java.lang.Thread", "java.util.concurrent.Executor",
                "jakarta.persistence.EntityManagerFactory", "javax.sql.DataSource")) {
            return "Send what identifies it, and open it inside the method.";
        }
        if (type.getKind() == ElementKind.INTERFACE) {
            return isFunctional(type)
                    ? "Send data rather than code: an enum or a record that the method turns into what is to be done."
                    : "Send a record, or make it a sealed interface of records.";
        }
        return "Make it a record of types that can be sent, or Serializable.";
    }

    private boolean is(TypeElement type, String... names) {
        for (String name : names) {
            TypeElement other = elements.getTypeElement(name);
            if (other != null && types.isSubtype(types.erasure(type.asType()), types.erasure(other.asType()))) {
                return true;
            }
        }
        return false;
    }

    private boolean isFunctional(TypeElement type) {
        return type.getAnnotationMirrors().stream()
                .anyMatch(a -> a.getAnnotationType().toString().equals("java.lang.FunctionalInterface"))
                || type.getQualifiedName().toString().startsWith("java.util.function.");
    }
}
