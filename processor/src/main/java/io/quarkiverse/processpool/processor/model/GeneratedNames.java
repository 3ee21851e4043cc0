package io.quarkiverse.processpool.processor.model;

import java.util.List;

import com.palantir.javapoet.ClassName;

/** The class with the marked methods, and the two classes that are written beside it. */
public record GeneratedNames(ClassName declaring, ClassName tasks, ClassName worker) {

    public static GeneratedNames of(ClassName declaring) {
        String joined = String.join("_", declaring.simpleNames());
        return new GeneratedNames(declaring, ClassName.get(declaring.packageName(), joined + "Tasks"),
                ClassName.get(declaring.packageName(), joined + "Worker"));
    }

    public List<ClassName> written() {
        return List.of(tasks, worker);
    }

    /** How the class is called in messages: its name without the package. */
    public String shortName() {
        return String.join(".", declaring.simpleNames());
    }
}
