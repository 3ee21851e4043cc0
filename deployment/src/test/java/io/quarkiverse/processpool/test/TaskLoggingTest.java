package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.LogRecord;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkus.logging.Log;
import io.quarkus.test.QuarkusUnitTest;

/** What a task logs is in the log of the application, at its level and by its logger, with whatever it logs. */
class TaskLoggingTest {

    private static final String OF_TASKS = "org.acme.";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Talk.class))
            .overrideConfigKey("quarkus.log.category.\"org.acme.loud\".level", "DEBUG")
            .setLogRecordPredicate(logged -> true)
            .assertLogRecords(TaskLoggingTest::check);

    @Inject
    ProcessPool pool;

    public static class Talk {

        @InProcessPool(workers = 1)
        public static void slf4j() {
            LoggerFactory.getLogger("org.acme.slf4j").info("by {}", "slf4j");
            LoggerFactory.getLogger("org.acme.slf4j").debug("not wanted");
        }

        @InProcessPool
        public static void jboss() {
            Logger.getLogger("org.acme.jboss").warnf("by %s", "jboss");
        }

        @InProcessPool
        public static boolean isDebugEnabled(String logger) {
            System.gc(); // a level must not be forgotten with a logger that nobody holds
            return Logger.getLogger(logger).isDebugEnabled();
        }

        @InProcessPool
        public static void quarkus() {
            Log.errorf(new IllegalStateException("of quarkus"), "by %s", "quarkus");
        }

        @InProcessPool
        public static void jdk() {
            java.util.logging.Logger.getLogger("org.acme.jul").info("by jul");
            System.getLogger("org.acme.system").log(System.Logger.Level.INFO, "by system");
        }
    }

    @Test
    void isInTheLogOfTheApplication() {
        System.gc(); // the log manager names those loggers only that somebody holds
        pool.apply(TaskLoggingTest_TalkTasks.slf4j()).await().indefinitely();
        pool.apply(TaskLoggingTest_TalkTasks.jboss()).await().indefinitely();
        pool.apply(TaskLoggingTest_TalkTasks.quarkus()).await().indefinitely();
        pool.apply(TaskLoggingTest_TalkTasks.jdk()).await().indefinitely();
        assertThat(pool.apply(TaskLoggingTest_TalkTasks.isDebugEnabled("org.acme.loud.voice")).await().indefinitely()).isTrue();
        assertThat(pool.apply(TaskLoggingTest_TalkTasks.isDebugEnabled("org.acme.soft")).await().indefinitely()).isFalse();
    }

    private static void check(List<LogRecord> records) {
        Awaitility.await().until(() -> List.copyOf(records).stream()
                .anyMatch(one -> one.getLoggerName().equals("org.acme.system")));
        List<LogRecord> all = List.copyOf(records);
        assertThat(all).filteredOn(one -> one.getLoggerName().startsWith(OF_TASKS))
                .extracting(one -> one.getLoggerName().substring(OF_TASKS.length()) + " " + one.getLevel() + " "
                        + one.getMessage().replaceFirst("^\\[.*] ", ""))
                .containsExactly("slf4j INFO by slf4j", "jboss WARN by jboss", "jul INFO by jul",
                        "system INFO by system");
        assertThat(all).filteredOn(one -> one.getLoggerName().equals(Talk.class.getName())).singleElement()
                .satisfies(one -> assertThat(one.getLevel() + " " + one.getMessage())
                        .matches("(?s)ERROR \\[.*] by quarkus\njava.lang.IllegalStateException: of quarkus\n\tat .*"));
        assertThat(all).noneMatch(one -> one.getMessage() != null && one.getMessage().contains("LogManager accessed before"));
        assertThat(all).filteredOn(one -> one.getLoggerName().startsWith("io.quarkiverse.processpool.worker."))
                .noneMatch(one -> one.getMessage().startsWith("["));
    }
}
