package io.quarkiverse.processpool.processor.validate;

import java.util.List;
import java.util.Set;

import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;

import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.message.Problem;

/** Nothing is injected into the instance of a worker; said once for a class. */
final class InjectionRules {

    private static final Set<String> INJECTIONS = Set.of("jakarta.inject.Inject", "javax.inject.Inject",
            "org.eclipse.microprofile.config.inject.ConfigProperty");

    private final TypeElement type;
    private final List<Problem> problems;

    InjectionRules(TypeElement type, List<Problem> problems) {
        this.type = type;
        this.problems = problems;
    }

    /** @param place the instance method that would find the fields null */
    void check(String place) {
        boolean isSaid = problems.stream().anyMatch(problem -> problem.message() == Message.INJECTED_FIELD);
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            boolean isInjected = field.getAnnotationMirrors().stream()
                    .anyMatch(annotation -> INJECTIONS.contains(annotation.getAnnotationType().toString()));
            if (isInjected && !isSaid && !field.getModifiers().contains(Modifier.STATIC)) {
                problems.add(Problem.at(field, Message.INJECTED_FIELD, place, field.getSimpleName()));
            }
        }
    }
}
