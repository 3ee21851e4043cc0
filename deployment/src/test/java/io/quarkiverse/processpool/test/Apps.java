package io.quarkiverse.processpool.test;

import java.util.function.Consumer;

import org.jboss.shrinkwrap.api.spec.JavaArchive;

/** Applications for tests. */
public final class Apps {

    private Apps() {
    }

    /** The classes and, for each with marked methods, what the annotation processor wrote for it. */
    public static Consumer<JavaArchive> of(Class<?>... classes) {
        return archive -> {
            // The test itself is loaded with the application, and needs these there.
            archive.addClasses(Apps.class, Scratch.class, Workers.class);
            for (Class<?> type : classes) {
                archive.addClass(type);
                for (String suffix : new String[] { "Tasks", "Worker" }) {
                    try {
                        archive.addClass(
                                Class.forName(type.getName().replace('$', '_') + suffix, false, type.getClassLoader()));
                    } catch (ClassNotFoundException e) {
                        // A class without marked methods.
                        continue;
                    }
                }
            }
        };
    }
}
