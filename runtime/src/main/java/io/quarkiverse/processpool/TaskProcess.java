package io.quarkiverse.processpool;

import java.util.Objects;

/** A child process that runs a task. Only the task travels. */
final class TaskProcess extends ChildProcess {

    private static final long serialVersionUID = 1L;

    private transient Task<?> task;

    TaskProcess(Task<?> task) {
        this.task = Objects.requireNonNull(task, "task");
    }

    @Override
    Task<?> task() {
        return task;
    }

    @Override
    void forgetTask() {
        task = null;
    }

    @Override
    protected void run() throws Exception {
        task.call();
    }
}
