package io.quarkiverse.processpool.processor.validate;

import java.util.List;
import java.util.regex.Pattern;

import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.message.Problem;
import io.quarkiverse.processpool.processor.model.PoolSettings;
import io.quarkiverse.processpool.processor.model.TaskMethod;
import io.quarkiverse.processpool.processor.model.TaskParameter;

/** The values of the annotation make sense, each on its own. */
final class SettingsRules {

    // What the runtime says in PoolBounds, for configuration and code.
    static final Pattern POOL_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    static final int MAX_WORKERS = 1_024;
    private static final int MAX_RETRIES = 100;

    private final String className;
    private final List<Problem> problems;

    SettingsRules(String className, List<Problem> problems) {
        this.className = className;
        this.problems = problems;
    }

    void check(TaskMethod method) {
        PoolSettings settings = method.settings();
        if (!POOL_NAME.matcher(settings.pool()).matches()) {
            report(method, "pool", settings.isNamed() ? Message.POOL_NAME : Message.NO_POOL_NAME, settings.pool());
        }
        if (settings.workers() < 0 || settings.workers() > MAX_WORKERS) {
            report(method, "workers", Message.WORKERS, settings.workers());
        }
        if (settings.timeoutMillis().isEmpty()) {
            report(method, "timeout", Message.TIMEOUT, settings.timeout());
        }
        if (settings.retries() < 0 || settings.retries() > MAX_RETRIES) {
            report(method, "retries", Message.RETRIES, settings.retries());
        } else if (settings.retries() > 0 && method.parameters().stream().anyMatch(TaskParameter::isInput)) {
            report(method, "retries", Message.RETRIES_OF_INPUT, settings.retries());
        }
    }

    private void report(TaskMethod method, String value, Message message, Object given) {
        PoolSettings settings = method.settings();
        problems.add(Problem.at(method.element(), settings.annotation(), settings.value(value), message,
                className + "." + method.signature(), given));
    }
}
