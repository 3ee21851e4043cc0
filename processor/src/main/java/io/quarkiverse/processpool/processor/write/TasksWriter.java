package io.quarkiverse.processpool.processor.write;

import java.util.List;

import javax.lang.model.element.Modifier;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;

import io.quarkiverse.processpool.processor.message.Fault;
import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.TaskMethod;

/** Writes {@code XTasks}. */
public final class TasksWriter {

    private static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");
    private static final String PROCESSOR = "io.quarkiverse.processpool.processor.InProcessPoolProcessor";

    private final TaskClass taskClass;
    private final TaskNames names;

    public TasksWriter(TaskClass taskClass) {
        this.taskClass = taskClass;
        this.names = new TaskNames(taskClass);
    }

    public JavaFile write() {
        EncodingWriter encodings = new EncodingWriter(names);
        EntryPointWriter entryPoints = new EntryPointWriter(taskClass.names(), names, encodings);
        TaskRecordWriter tasks = new TaskRecordWriter(taskClass, names, entryPoints);

        TypeSpec.Builder type = TypeSpec.classBuilder(taskClass.names().tasks())
                .addJavadoc("Tasks that run the methods of {@link $T} in worker processes.", taskClass.names().declaring())
                .addAnnotation(generated()).addOriginatingElement(taskClass.element());
        if (!taskClass.suppressions().isEmpty()) {
            type.addAnnotation(EncodingMethods.suppress(taskClass.suppressions().toArray(String[]::new)));
        }
        if (taskClass.isPublic()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        type.addModifiers(Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
        for (TaskMethod method : taskClass.methods()) {
            Fault.at(method.element(), () -> type.addMethod(tasks.factory(method)));
        }
        for (TaskMethod method : taskClass.methods()) {
            Fault.at(method.element(), () -> type.addType(tasks.record(method)).addType(entryPoints.write(method)));
        }
        if (taskClass.hasInstanceMethods()) {
            type.addType(instance());
        }
        type.addMethods(encodings.methods());
        List<String> shapes = encodings.shapes();
        if (!shapes.isEmpty()) {
            type.addAnnotation(writtenFor(shapes));
        }
        return file(taskClass, type.build());
    }

    /**
     * Holds the one instance of the process; made at the first call. {@code XWorker} uses it too if a worker calls
     * methods.
     */
    private TypeSpec instance() {
        ClassName declaring = taskClass.names().declaring();
        TypeSpec.Builder type = TypeSpec.classBuilder(TaskNames.INSTANCE);
        if (!taskClass.hasInstanceHooks()) {
            type.addModifiers(Modifier.PRIVATE);
        }
        return type.addModifiers(Modifier.STATIC, Modifier.FINAL)
                .addField(FieldSpec.builder(declaring, "VALUE", Modifier.STATIC, Modifier.FINAL)
                        .addJavadoc(
                                "PP-203: for its instance methods a class needs a constructor without arguments. If this call does not\n"
                                        + "compile, another processor (Lombok?) has replaced that one: add it, or make the methods static.\n")
                        .initializer("new $T()", declaring).build())
                .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build()).build();
    }

    private static AnnotationSpec writtenFor(List<String> shapes) {
        AnnotationSpec.Builder annotation = AnnotationSpec.builder(Runtime.WRITTEN_FOR);
        shapes.forEach(shape -> annotation.addMember("value", "$S", shape));
        return annotation.build();
    }

    static AnnotationSpec generated() {
        return AnnotationSpec.builder(GENERATED).addMember("value", "$S", PROCESSOR).build();
    }

    static JavaFile file(TaskClass taskClass, TypeSpec type) {
        return JavaFile.builder(taskClass.names().declaring().packageName(), type).skipJavaLangImports(true).indent("    ")
                .build();
    }
}
