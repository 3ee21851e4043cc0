package io.quarkiverse.processpool.runtime;

import java.util.concurrent.Executor;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The contexts of Vert.x, duplicated ones included. Loaded only where Vert.x is. */
final class VertxContexts implements Contexts {

    @Override
    public Executor current() {
        Context context = Vertx.currentContext();
        return context == null ? null : task -> context.runOnContext(ignored -> task.run());
    }
}
