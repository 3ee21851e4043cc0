package io.quarkiverse.processpool.processor;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.Generated;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

import com.google.auto.service.AutoService;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;

import io.quarkiverse.processpool.processor.message.Fault;
import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.message.Problem;
import io.quarkiverse.processpool.processor.model.GeneratedNames;
import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.WorkerHook.Moment;
import io.quarkiverse.processpool.processor.read.TaskClassReader;
import io.quarkiverse.processpool.processor.validate.PoolSizes;
import io.quarkiverse.processpool.processor.validate.TaskClassValidator;
import io.quarkiverse.processpool.processor.write.TasksWriter;
import io.quarkiverse.processpool.processor.write.WorkerWriter;

/**
 * Writes {@code XTasks} and {@code XWorker} for each class {@code X} with methods marked {@code @InProcessPool}.
 * <p>
 * Each class is read, checked and written on its own. A class that refers to types which do not exist yet waits for the next
 * round: another processor may be about to write them.
 */
@AutoService(Processor.class)
public final class InProcessPoolProcessor extends AbstractProcessor {

    private static final String ANNOTATION = "io.quarkiverse.processpool.InProcessPool";
    private static final Set<String> ANNOTATIONS = Set.of(ANNOTATION, Moment.INIT.annotation(), Moment.EXIT.annotation());

    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> handwritten = new HashSet<>();
    private final PoolSizes poolSizes = new PoolSizes();

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return ANNOTATIONS;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (Element root : round.getRootElements()) {
            if (root instanceof TypeElement type && !isGenerated(type)) {
                handwritten.add(type.getQualifiedName().toString());
            }
        }
        for (TypeElement annotation : annotations) {
            for (Element method : round.getElementsAnnotatedWith(annotation)) {
                waiting.add(((TypeElement) method.getEnclosingElement()).getQualifiedName().toString());
            }
        }
        for (String name : List.copyOf(waiting)) {
            if (process(processingEnv.getElementUtils().getTypeElement(name), round.processingOver())) {
                waiting.remove(name);
            }
        }
        // Claiming the annotation could keep processors of all annotations from being asked at all.
        return false;
    }

    /** Whether that class is done with; otherwise it waits for the next round. */
    private boolean process(TypeElement type, boolean isLastRound) {
        try {
            return Fault.at(type, () -> readAndWrite(type, isLastRound));
        } catch (Fault e) {
            // Thrown out of here, it would keep the compiler from saying anything else. What is missing now may be there later.
            if (isLastRound) {
                print(List.of(e.problem(GeneratedNames.of(ClassName.get(type)).shortName())));
            }
            return isLastRound;
        }
    }

    private boolean readAndWrite(TypeElement type, boolean isLastRound) {
        TaskClass taskClass = new TaskClassReader(processingEnv.getElementUtils(), processingEnv.getTypeUtils(), ANNOTATION)
                .read(type);
        List<Problem> problems = new TaskClassValidator(processingEnv.getElementUtils(), processingEnv.getTypeUtils())
                .check(taskClass, handwritten);
        if (!isLastRound && problems.stream().anyMatch(problem -> problem.message() == Message.TYPE_NOT_FOUND)) {
            return false;
        }
        boolean isClean = problems.stream().noneMatch(Problem::isError);
        JavaFile tasks = isClean ? new TasksWriter(taskClass).write() : null;
        JavaFile worker = isClean ? new WorkerWriter(taskClass).write() : null;
        print(problems);
        print(poolSizes.add(taskClass));
        if (isClean && write(taskClass, tasks)) {
            write(taskClass, worker);
        }
        return true;
    }

    private void print(List<Problem> problems) {
        problems.forEach(problem -> problem.print(processingEnv.getMessager()));
    }

    private boolean write(TaskClass taskClass, JavaFile file) {
        String name = file.typeSpec().name();
        try {
            file.writeTo(processingEnv.getFiler());
            return true;
        } catch (FilerException e) {
            print(List.of(Problem.at(taskClass.element(), Message.NAME_TAKEN, taskClass.names().shortName(), name)));
        } catch (IOException e) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, "Cannot write " + name + ": " + e,
                    taskClass.element());
        }
        return false;
    }

    /** An IDE may hand over what was written before, as if it were a source. */
    private static boolean isGenerated(TypeElement type) {
        Generated generated = type.getAnnotation(Generated.class);
        return generated != null && List.of(generated.value()).contains(InProcessPoolProcessor.class.getName());
    }
}
