package io.quarkiverse.processpool.engine;

import java.time.Duration;

/** Parent side: why this pool ended a worker. */
sealed interface Verdict {

    /** One clause for a message. */
    String text();

    /** A task went over its limit. */
    record TaskTimeout(Duration limit) implements Verdict {
        @Override
        public String text() {
            return "killed by this pool, because a task ran for longer than " + Texts.of(limit);
        }
    }

    /** It does not begin what was sent to it. */
    record Unresponsive(Duration limit) implements Verdict {
        @Override
        public String text() {
            return "killed by this pool, because it had not begun the task after a start-timeout of " + Texts.of(limit);
        }
    }

    /** The caller no longer wants the result of the task. */
    record TaskCancelled() implements Verdict {
        @Override
        public String text() {
            return "killed by this pool, because its task was cancelled";
        }
    }

    /** It was not ready in time. */
    record StartTimeout(Duration limit) implements Verdict {
        @Override
        public String text() {
            return "killed by this pool, because it was not ready after a start-timeout of " + Texts.of(limit);
        }
    }

    /** It was connected, and not ready in time. */
    record InitTimeout(Duration limit) implements Verdict {
        @Override
        public String text() {
            return "killed by this pool, because its @WorkerInit methods had not returned after a start-timeout of "
                    + Texts.of(limit);
        }
    }

    /** It was told to stop and did not. */
    record StopTimeout(Duration limit) implements Verdict {
        @Override
        public String text() {
            return "killed by this pool, because it had not stopped after a shutdown-timeout of " + Texts.of(limit);
        }
    }

    /** The pool was terminated. */
    record PoolTerminated() implements Verdict {
        @Override
        public String text() {
            return "killed by this pool, because the pool was terminated";
        }
    }

    /** What came from it was not what a worker sends. */
    record ProtocolBroken(String problem) implements Verdict {
        @Override
        public String text() {
            return "killed by this pool, because it broke the protocol: " + problem;
        }
    }

    /** Its channel ended, and the process did not. */
    record ChannelLost() implements Verdict {
        @Override
        public String text() {
            return "killed by this pool, because its channel was closed while the process lived";
        }
    }
}
