package io.quarkiverse.processpool.processor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.UnaryOperator;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/** The processor, in another environment than that of the compiler. */
final class ProcessorElsewhere extends AbstractProcessor {

    private final InProcessPoolProcessor processor = new InProcessPoolProcessor();
    private final UnaryOperator<ProcessingEnvironment> elsewhere;

    ProcessorElsewhere(UnaryOperator<ProcessingEnvironment> elsewhere) {
        this.elsewhere = elsewhere;
    }

    /** What a method answers instead. */
    interface Answer {
        Object to(Object[] arguments) throws Throwable;
    }

    /** The same but for that method. */
    static <T> T replacing(Class<T> type, T real, String replaced, Answer answer) {
        return type.cast(Proxy.newProxyInstance(ProcessorElsewhere.class.getClassLoader(), new Class<?>[] { type },
                (proxy, method, arguments) -> {
                    if (method.getName().equals(replaced)) {
                        return answer.to(arguments);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        processor.init(elsewhere.apply(environment));
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return processor.getSupportedAnnotationTypes();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return processor.getSupportedSourceVersion();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return processor.process(annotations, round);
    }
}
