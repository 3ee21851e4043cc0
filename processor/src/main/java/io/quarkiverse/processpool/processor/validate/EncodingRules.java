package io.quarkiverse.processpool.processor.validate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import javax.lang.model.element.Element;
import javax.lang.model.type.TypeKind;

import com.palantir.javapoet.TypeName;

import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.message.Problem;
import io.quarkiverse.processpool.processor.model.Encoding;
import io.quarkiverse.processpool.processor.model.TaskMethod;
import io.quarkiverse.processpool.processor.model.TaskParameter;
import io.quarkiverse.processpool.processor.read.Unresolved;

/** Every argument can travel to the worker, and the result back. */
final class EncodingRules {

    private final String className;
    private final List<Problem> problems;

    EncodingRules(String className, List<Problem> problems) {
        this.className = className;
        this.problems = problems;
    }

    void check(TaskMethod method) {
        String place = className + "." + method.signature();
        for (TaskParameter parameter : method.parameters()) {
            String subject = "The parameter '" + parameter.name() + "' of " + place;
            for (Encoding.Unsendable unsendable : unsendable(parameter.encoding())) {
                report(parameter.element(), subject, unsendable.message(), unsendable);
            }
        }
        for (Encoding.Unsendable unsendable : unsendable(method.result().encoding())) {
            Message message = unsendable.message() == Message.PARAMETER_NOT_SENDABLE ? Message.RESULT_NOT_SENDABLE
                    : unsendable.message();
            report(method.element(), "The result of " + place, message, unsendable);
        }
    }

    private void report(Element element, String subject, Message message, Encoding.Unsendable unsendable) {
        String type = message == Message.CLASS_TYPE_PARAMETER ? className : describe(unsendable);
        problems.add(Problem.at(element, message, subject, type, unsendable.detail()));
    }

    private static String describe(Encoding.Unsendable unsendable) {
        String type = unsendable.type().getKind() == TypeKind.ERROR ? Unresolved.name(unsendable.type())
                : TypeName.get(unsendable.type()).toString();
        String path = unsendable.path().replaceFirst("^argument ", "");
        return isNested(path) ? type + " (at " + path + ")" : type;
    }

    private static boolean isNested(String path) {
        return Stream.of(".", "[]", "<>", " as ").anyMatch(path::contains);
    }

    private static Iterable<Encoding.Unsendable> unsendable(Encoding encoding) {
        Map<String, Encoding.Unsendable> found = new LinkedHashMap<>();
        collect(encoding, found, Collections.newSetFromMap(new IdentityHashMap<>()));
        return new ArrayList<>(found.values());
    }

    private static void collect(Encoding encoding, Map<String, Encoding.Unsendable> found, Set<Encoding> seen) {
        if (encoding instanceof Encoding.Unsendable unsendable) {
            found.putIfAbsent(unsendable.path() + " " + unsendable.type(), unsendable);
        } else if (seen.add(encoding)) {
            for (Encoding part : encoding.parts()) {
                collect(part, found, seen);
            }
        }
    }
}
