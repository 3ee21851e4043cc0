package io.quarkiverse.processpool.logmanager;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;

import org.jboss.logmanager.ConfiguratorFactory;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.LogContextConfigurator;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jboss.logmanager.handlers.ConsoleHandler.Target;

import io.quarkiverse.processpool.wire.LogConsole;
import io.quarkiverse.processpool.wire.LogLevels;
import io.quarkiverse.processpool.worker.LogHandler;

/**
 * Worker side: sets org.jboss.logmanager up, which finds it as a service, in workers and in child processes. Quarkus would
 * collect what is logged until an application has started, which never happens there. Anywhere else all others come before.
 */
public final class WorkerConfiguratorFactory implements ConfiguratorFactory {

    /**
     * Those that have a level of their own, which would be forgotten with them; nobody else holds them, or the configurator.
     */
    private static final List<Logger> LOGGERS = new ArrayList<>();
    private static final boolean IS_OURS = System.getProperty(LogLevels.PROPERTY) != null;

    /**
     * Does it. If the first who wants a logger asks for one here and not the JDK, as slf4j does, then the handler of Quarkus
     * wakes the log manager while the context is being made. Then a thread waits for the context; the handler keeps meanwhile
     * what is logged.
     */
    private static final class Configurator implements LogContextConfigurator {

        @Override
        public void configure(LogContext context, InputStream none) {
            if (context != null) {
                setUp(context);
                return;
            }
            Thread waiting = new Thread("process-pool-logging") {
                @Override
                public void run() {
                    setUp(LogContext.getSystemLogContext());
                }
            };
            waiting.setDaemon(true);
            waiting.start();
        }

        private void setUp(LogContext context) {
            for (Map.Entry<String, Integer> level : LogLevels.read().entrySet()) {
                Logger logger = context.getLogger(level.getKey());
                logger.setLevel(Level.parse(level.getValue().toString()));
                LOGGERS.add(logger);
            }
            Handler[] ours = { handler() };
            Logger root = context.getLogger("");
            for (Handler initial : root.getHandlers()) {
                if (initial instanceof ExtHandler keeper) {
                    keeper.setHandlers(ours); // it gives them what it has kept
                }
            }
            root.setHandlers(ours);
        }

        private static Handler handler() {
            LogConsole console = LogConsole.read();
            if (console == null) {
                return new LogHandler();
            }
            Handler handler = new ConsoleHandler(console.isError() ? Target.SYSTEM_ERR : Target.SYSTEM_OUT,
                    new PatternFormatter(console.format()));
            handler.setLevel(Level.parse(Integer.toString(console.level())));
            return handler;
        }
    }

    @Override
    public LogContextConfigurator create() {
        return IS_OURS ? new Configurator() : LogContextConfigurator.EMPTY;
    }

    @Override
    public int priority() {
        return IS_OURS ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }
}
