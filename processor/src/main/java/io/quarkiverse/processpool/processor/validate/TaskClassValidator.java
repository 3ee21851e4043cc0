package io.quarkiverse.processpool.processor.validate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

import com.palantir.javapoet.ClassName;

import io.quarkiverse.processpool.processor.message.Fault;
import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.message.Problem;
import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.TaskMethod;

/** Finds all problems of a class with marked methods, or with methods that only a class with such may have. */
public final class TaskClassValidator {

    private final Elements elements;
    private final Types types;

    public TaskClassValidator(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    /** @param handwritten qualified names of the classes in the sources that are compiled */
    public List<Problem> check(TaskClass taskClass, Set<String> handwritten) {
        List<Problem> problems = new ArrayList<>();
        if (!taskClass.methods().isEmpty()) {
            checkTasks(taskClass, handwritten, problems);
        }
        HookRules hookRules = new HookRules(elements, types, taskClass, problems);
        taskClass.hooks().forEach(hook -> Fault.at(hook.element(), () -> hookRules.check(hook)));
        return new ArrayList<>(new LinkedHashSet<>(problems));
    }

    private void checkTasks(TaskClass taskClass, Set<String> handwritten, List<Problem> problems) {
        String className = taskClass.names().shortName();
        checkVisibility(taskClass, problems);
        for (ClassName name : taskClass.names().written()) {
            if (handwritten.contains(name.canonicalName())) {
                problems.add(Problem.at(taskClass.element(), Message.NAME_TAKEN, className, name.canonicalName()));
            }
        }
        MethodRules methodRules = new MethodRules(elements, types, taskClass, problems);
        SettingsRules settingsRules = new SettingsRules(className, problems);
        EncodingRules encodingRules = new EncodingRules(className, problems);
        for (TaskMethod method : taskClass.methods()) {
            Fault.at(method.element(), () -> {
                methodRules.check(method);
                settingsRules.check(method);
                encodingRules.check(method);
            });
        }
    }

    private static void checkVisibility(TaskClass taskClass, List<Problem> problems) {
        Element e = taskClass.element();
        while (e.getKind().isClass() || e.getKind().isInterface()) {
            if (e.getModifiers().contains(Modifier.PRIVATE)) {
                problems.add(Problem.at(e, Message.PRIVATE_CLASS, e.getSimpleName(), taskClass.names().shortName()));
            }
            e = e.getEnclosingElement();
        }
    }
}
