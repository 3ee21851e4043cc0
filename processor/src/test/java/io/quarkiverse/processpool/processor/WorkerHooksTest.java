package io.quarkiverse.processpool.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;

import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.testing.compile.Compilation;

/** The worker of a class calls what the class does before and after its tasks. */
class WorkerHooksTest {

    private GeneratedClasses classes;
    private Object worker;

    @BeforeEach
    void compile() throws Exception {
        Compilation compilation = Fixtures.compile(Fixtures.ROOT.resolve("good/Prepared.java"));
        assertThat(compilation.errors()).isEmpty();
        classes = new GeneratedClasses(compilation);
        worker = worker("org.acme.PreparedWorker");
    }

    private Object worker(String name) throws Exception {
        return classes.loadClass(name).getConstructor().newInstance();
    }

    private void call(String method) throws Exception {
        worker.getClass().getMethod(method).invoke(worker);
    }

    private String log() throws Exception {
        Method factory = classes.loadClass("org.acme.PreparedTasks").getDeclaredMethod("log");
        factory.setAccessible(true);
        return (String) new TaskCall(factory.invoke(null)).call();
    }

    @Test
    void initCallsItsMethodsInTheOrderOfTheSource() throws Exception {
        call("init");
        assertThat(log()).isEqualTo("load open ");
    }

    @Test
    void exitCallsAllOfThemThoughOneThrows() throws Exception {
        assertThatThrownBy(() -> call("exit")).isInstanceOf(InvocationTargetException.class)
                .cause().isInstanceOf(java.io.IOException.class).hasMessage("will not be closed");
        assertThat(log()).isEqualTo("close sync unload");
    }

    @Test
    void whatIsInheritedIsNotCalled() throws Exception {
        worker = worker("org.acme.Prepared_HeirWorker");
        call("init");
        call("exit");
        assertThat(log()).isEmpty();
        assertThat(worker.getClass().getDeclaredMethods()).extracting(Method::getName)
                .containsExactlyInAnyOrder("main", "entryPoint", "init");
    }

    @Test
    void aMessageSaysWhatWhyAndTheRepair() {
        List<String> messages = Fixtures.compile(Fixtures.ROOT.resolve("bad/Hooks.java")).diagnostics().stream()
                .map((Diagnostic<? extends JavaFileObject> problem) -> problem.getMessage(Locale.ROOT)).toList();
        assertThat(messages).contains(
                "[PP-209] Hooks.hidden() is private, and marked @WorkerInit: The generated worker, a class of the same package,"
                        + " could not call it. Make it package-private, and give it a body.",
                "[PP-211] Hooks.counted() returns int, and is marked @WorkerExit: A worker calls it by itself, and nobody would"
                        + " take the result or wait for it. Make it void, wait in it for what has to be waited for, and keep what"
                        + " it makes in a field.",
                "[PP-304] Hooks.Alone.exit() is marked @WorkerExit, but its class has no method marked @InProcessPool: A worker"
                        + " calls the methods of the class that declares the tasks which it runs, so nobody would call this one."
                        + " Move it to that class, and let it call this method.")
                .anyMatch(message -> message.startsWith("[PP-212] Hooks.Generic.instance() is an instance method marked"
                        + " @WorkerInit, but a worker cannot make an instance of Hooks.Generic: "));
    }
}
