package io.quarkiverse.processpool.processor.read;

import java.util.Map;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.Elements;

import io.quarkiverse.processpool.processor.model.GeneratedNames;
import io.quarkiverse.processpool.processor.model.PoolSettings;

/** Reads {@code @InProcessPool}. */
final class SettingsReader {

    private final Elements elements;

    SettingsReader(Elements elements) {
        this.elements = elements;
    }

    PoolSettings read(AnnotationMirror annotation, GeneratedNames names) {
        Map<? extends ExecutableElement, ? extends AnnotationValue> values = elements
                .getElementValuesWithDefaults(annotation);
        String pool = "";
        int workers = 0;
        String timeout = "";
        int retries = 0;
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry : values.entrySet()) {
            Object value = entry.getValue().getValue();
            switch (entry.getKey().getSimpleName().toString()) {
                case "pool" -> pool = text(value);
                case "workers" -> workers = number(value);
                case "timeout" -> timeout = text(value);
                case "retries" -> retries = number(value);
                default -> {
                    // A newer annotation may say more than this processor has to know.
                }
            }
        }
        boolean isNamed = !pool.isEmpty();
        return new PoolSettings(annotation, isNamed ? pool : PoolNames.of(names.declaring().simpleNames()), isNamed, workers,
                timeout, retries);
    }

    // An expression that does not compile has the value "<error>", whatever its type; javac reports it.

    private static String text(Object value) {
        return value instanceof String text ? text : "";
    }

    private static int number(Object value) {
        return value instanceof Integer number ? number : 0;
    }
}
