package io.quarkiverse.processpool.processor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashMap;
import java.util.Map;

import javax.tools.JavaFileObject;

import com.google.testing.compile.Compilation;

/** Loads what a compilation made, and the runtime with it. */
final class GeneratedClasses extends URLClassLoader {

    private final Map<String, byte[]> classes = new HashMap<>();

    GeneratedClasses(Compilation compilation) throws MalformedURLException {
        super(new URL[] { RuntimeApi.CLASSES.toUri().toURL() }, ClassLoader.getPlatformClassLoader());
        for (JavaFileObject file : compilation.generatedFiles()) {
            if (file.getKind() == JavaFileObject.Kind.CLASS) {
                String path = file.toUri().getPath();
                String name = path.substring(path.indexOf("/CLASS_OUTPUT/") + 14, path.length() - ".class".length());
                try (InputStream in = file.openInputStream()) {
                    classes.put(name.replace('/', '.'), in.readAllBytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    Map<String, byte[]> bytes() {
        return classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }
}
