package io.quarkiverse.processpool.runtime;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;

import org.jboss.logging.Logger;

/**
 * Dev mode's redefinition of classes without a restart, carried over to the workers.
 * <p>
 * With {@code quarkus.live-reload.instrumentation} Quarkus gives new method bodies to the running application and
 * tells no extension. Workers are other processes and would go on with the old ones, so the new class files are put
 * in front of their class path, and they are started anew.
 */
final class Redefinitions implements ClassFileTransformer {

    private static final Logger LOG = Logger.getLogger(Redefinitions.class);

    private final Path folder;
    private final Runnable redefined;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

    private Redefinitions(Path folder, Runnable redefined) {
        this.folder = folder;
        this.redefined = redefined;
    }

    /**
     * @param folder takes the class files
     * @param redefined is called after each class
     * @return ends the listening
     */
    static Runnable listen(Path folder, Runnable redefined) {
        Instrumentation instrumentation = instrumentation();
        if (instrumentation == null || folder == null) {
            return () -> {
            };
        }
        Redefinitions listener = new Redefinitions(folder, redefined);
        instrumentation.addTransformer(listener);
        return () -> instrumentation.removeTransformer(listener);
    }

    /** That of the agent which Quarkus starts dev mode with; null without it, and then nothing can be redefined. */
    private static Instrumentation instrumentation() {
        try {
            Class<?> agent = Class.forName("io.quarkus.changeagent.ClassChangeAgent", true, ClassLoader.getSystemClassLoader());
            return (Instrumentation) agent.getMethod("getInstrumentation").invoke(null);
        } catch (ReflectiveOperationException e) {
            LOG.debug("Dev mode runs without its agent, so no class is redefined without a restart", e);
            return null;
        }
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefinedClass, ProtectionDomain domain, byte[] bytes) {
        if (redefinedClass != null && loader == this.loader) {
            try {
                Path file = folder.resolve(name + ".class");
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
                redefined.run();
            } catch (IOException | RuntimeException e) {
                LOG.errorf(e, "Workers go on with the old code of %s", name);
            }
        }
        return null;
    }
}
