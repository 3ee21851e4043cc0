package io.quarkiverse.processpool.processor.read;

import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

import io.quarkiverse.processpool.processor.model.WorkerHook;
import io.quarkiverse.processpool.processor.model.WorkerHook.Moment;

/** Reads the methods that a worker calls before and after the tasks of a class, in the order of their declaration. */
final class WorkerHookReader {

    private final TaskMethodReader methodReader;

    WorkerHookReader(TaskMethodReader methodReader) {
        this.methodReader = methodReader;
    }

    List<WorkerHook> read(TypeElement type) {
        List<WorkerHook> hooks = new ArrayList<>();
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            for (Moment moment : Moment.values()) {
                if (TaskMethodReader.annotation(method, moment.annotation()) != null) {
                    hooks.add(new WorkerHook(moment, method, methodReader.checkedExceptions(method)));
                }
            }
        }
        return hooks;
    }
}
