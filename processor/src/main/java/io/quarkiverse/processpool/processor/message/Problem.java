package io.quarkiverse.processpool.processor.message;

import java.util.List;

import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;

/**
 * Something that is wrong, and the narrowest place that can be pointed at.
 *
 * @param annotation the annotation on the element that is to blame, or null
 * @param value the value in the annotation that is to blame, or null
 */
public record Problem(Message message, List<Object> arguments, Element element, AnnotationMirror annotation,
        AnnotationValue value) {

    /** A problem of the element itself. */
    public static Problem at(Element element, Message message, Object... arguments) {
        return new Problem(message, List.of(arguments), element, null, null);
    }

    /** A problem of one value of an annotation. */
    public static Problem at(Element element, AnnotationMirror annotation, AnnotationValue value, Message message,
            Object... arguments) {
        return new Problem(message, List.of(arguments), element, annotation, value);
    }

    public boolean isError() {
        return message.kind() == Diagnostic.Kind.ERROR;
    }

    public void print(Messager messager) {
        messager.printMessage(message.kind(), message.text(arguments.toArray()), element, annotation, value);
    }
}
