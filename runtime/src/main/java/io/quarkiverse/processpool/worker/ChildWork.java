package io.quarkiverse.processpool.worker;

import java.io.ObjectInputFilter;
import java.util.concurrent.Callable;

import io.quarkiverse.processpool.wire.ChildSettings;
import io.quarkiverse.processpool.wire.CurrentProcess;
import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.EncodingException;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.EntryPoints;

/** Worker side: makes what a child process runs from the bytes that its parent has sent: a task, or an object of its own. */
final class ChildWork {

    private ChildWork() {
    }

    static Callable<?> of(ChildSettings settings) throws ReflectiveOperationException {
        Decoder in = new Decoder(settings.body());
        if (!settings.allowedClasses().isEmpty()) {
            in.allowing(ObjectInputFilter.Config.createFilter(settings.allowedClasses()));
        }
        Class<?> type = Class.forName(settings.className(), true, Thread.currentThread().getContextClassLoader());
        if (settings.signature() != null) {
            CurrentProcess.get().setWork(entryPoint(type, settings.signature()).decodeArguments(in));
        } else {
            in.readSerializable(type, "process"); // it says itself what it runs
        }
        in.expectEnd();
        return CurrentProcess.get().start();
    }

    private static EntryPoint<?, ?> entryPoint(Class<?> type, String signature) throws ReflectiveOperationException {
        EntryPoint<?, ?> found = ((EntryPoints) type.getDeclaredConstructor().newInstance()).entryPoint(signature);
        if (found == null) {
            throw new EncodingException(type.getName().concat(" has no entry point ").concat(signature)
                    .concat(": parent and child run different versions of the class"));
        }
        return found;
    }
}
