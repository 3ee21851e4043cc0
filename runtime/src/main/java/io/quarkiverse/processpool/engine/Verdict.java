package io.quarkiverse.processpool.engine;

import java.time.Duration;

import io.quarkiverse.processpool.Limit;

/** Parent side: why this pool ended a worker. */
sealed interface Verdict {

    /** One clause for a message, after "killed by this pool, because". */
    String reason();

    default String text() {
        return "killed by this pool, because " + reason();
    }

    /** The limit that it or its task went over, or null. */
    default Limit limit() {
        return null;
    }

    /** Whether it is asked for its threads before it is killed. */
    default boolean wantsDump() {
        return false;
    }

    /**
     * A task, or the whole worker, took longer than it may.
     *
     * @param limit which limit it is
     * @param time how long that is
     * @param reason with the time
     */
    record TimeLimit(Limit limit, Duration time, String reason) implements Verdict {

        static TimeLimit task(Duration time) {
            return new TimeLimit(Limit.TASK, time, "a task ran for longer than its task-timeout of " + Texts.of(time));
        }

        static TimeLimit progress(Duration time) {
            return new TimeLimit(Limit.PROGRESS, time,
                    "a task gave no word of progress for a progress-timeout of " + Texts.of(time));
        }

        static TimeLimit notReady(Duration time) {
            return new TimeLimit(Limit.START_UP, time, "it was not ready after a start-timeout of " + Texts.of(time));
        }

        static TimeLimit notInitialised(Duration time) {
            return new TimeLimit(Limit.START_UP, time,
                    "its @WorkerInit methods had not returned after a start-timeout of " + Texts.of(time));
        }

        static TimeLimit unresponsive(Duration time) {
            return new TimeLimit(Limit.START_UP, time,
                    "it had not begun the task after a start-timeout of " + Texts.of(time));
        }

        static TimeLimit stopping(Duration time) {
            return new TimeLimit(Limit.SHUTDOWN, time, "it had not stopped after a shutdown-timeout of " + Texts.of(time));
        }

        static TimeLimit shutdown(Duration time) {
            return new TimeLimit(Limit.SHUTDOWN, time,
                    "the application has ended, and the task was not done after a shutdown-timeout of " + Texts.of(time));
        }

        @Override
        public boolean wantsDump() {
            return limit == Limit.TASK || limit == Limit.PROGRESS;
        }
    }

    /**
     * Its process took more memory than it may.
     *
     * @param heap how much of it is Java heap, or -1
     */
    record TooMuchMemory(long resident, long most, long heap) implements Verdict {
        @Override
        public String reason() {
            return "its process had " + Texts.ofBytes(resident) + " resident, more than the max-rss of " + Texts.ofBytes(most);
        }

        @Override
        public Limit limit() {
            return Limit.MEMORY;
        }

        @Override
        public boolean wantsDump() {
            return true;
        }
    }

    /** The caller no longer wants the result of the task, and the task did not end when it was asked to. */
    record TaskCancelled() implements Verdict {
        @Override
        public String reason() {
            return "its task was cancelled";
        }
    }

    /** The pool was terminated. */
    record PoolTerminated() implements Verdict {
        @Override
        public String reason() {
            return "the pool was terminated";
        }
    }

    /** What came from it was not what a worker sends. */
    record ProtocolBroken(String problem) implements Verdict {
        @Override
        public String reason() {
            return "it broke the protocol: " + problem;
        }
    }

    /** Its channel ended, and the process did not. */
    record ChannelLost() implements Verdict {
        @Override
        public String reason() {
            return "its channel was closed while the process lived";
        }
    }
}
