package io.quarkiverse.processpool.processor.read;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

import com.palantir.javapoet.ClassName;

import io.quarkiverse.processpool.processor.message.Fault;
import io.quarkiverse.processpool.processor.model.GeneratedNames;
import io.quarkiverse.processpool.processor.model.PoolSettings;
import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.TaskMethod;
import io.quarkiverse.processpool.processor.model.WorkerHook;

/** Reads a class with marked methods; judges nothing. */
public final class TaskClassReader {

    private final Elements elements;
    private final Types types;
    private final String annotationName;

    public TaskClassReader(Elements elements, Types types, String annotationName) {
        this.elements = elements;
        this.types = types;
        this.annotationName = annotationName;
    }

    public TaskClass read(TypeElement type) {
        List<ExecutableElement> marked = ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(method -> TaskMethodReader.annotation(method, annotationName) != null).toList();
        GeneratedNames names = GeneratedNames.of(ClassName.get(type));
        EncodingReader encodings = new EncodingReader(elements, types, elements.getPackageOf(type));
        TaskMethodReader methodReader = new TaskMethodReader(elements, types, encodings);
        SettingsReader settingsReader = new SettingsReader(elements);
        Signatures signatures = new Signatures(types, marked);

        List<TaskMethod> methods = new ArrayList<>();
        Set<Element> used = new LinkedHashSet<>();
        used.add(type);
        List<WorkerHook> hooks = new WorkerHookReader(methodReader).read(type);
        for (ExecutableElement method : marked) {
            Fault.at(method, () -> {
                PoolSettings settings = settingsReader.read(TaskMethodReader.annotation(method, annotationName), names);
                methods.add(methodReader.read(method, signatures.of(method), settings));
                use(method, used);
            });
        }
        hooks.forEach(hook -> use(hook.element(), used));
        used.addAll(encodings.mentioned());
        return new TaskClass(type, names, isPublic(type), methods, hooks, suppressions(used));
    }

    private void use(ExecutableElement method, Set<Element> used) {
        used.add(method);
        for (TypeMirror thrown : method.getThrownTypes()) {
            used.add(types.asElement(thrown));
        }
    }

    private static boolean isPublic(TypeElement type) {
        for (Element e = type; e.getKind().isClass() || e.getKind().isInterface(); e = e.getEnclosingElement()) {
            if (!e.getModifiers().contains(Modifier.PUBLIC)) {
                return false;
            }
        }
        return true;
    }

    private Set<String> suppressions(Set<Element> used) {
        Set<String> warnings = new TreeSet<>();
        for (Element element : used) {
            for (Element e = element; e != null; e = e.getEnclosingElement()) {
                if (elements.isDeprecated(e)) {
                    warnings.add(isForRemoval(e) ? "removal" : "deprecation");
                }
            }
        }
        return warnings;
    }

    private static boolean isForRemoval(Element element) {
        for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
            for (AnnotationValue value : annotation.getElementValues().values()) {
                if (annotation.getAnnotationType().toString().equals("java.lang.Deprecated")
                        && Boolean.TRUE.equals(value.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }
}
