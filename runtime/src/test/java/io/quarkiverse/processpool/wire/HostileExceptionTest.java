package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the methods and constructors of an exception do, something readable is written, and reading it does no harm. */
class HostileExceptionTest {

    static Stream<Throwable> withMethodsThatFail() {
        return Stream.of(new Exception() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no message for you");
            }
        }, new Exception() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new AssertionError("not even an exception");
            }
        }, new Exception() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                return getMessage() + "!";
            }
        }, new Exception("text") {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                throw new IllegalStateException("no cause for you");
            }
        }, new Exception("text") {
            private static final long serialVersionUID = 1L;

            @Override
            public StackTraceElement[] getStackTrace() {
                throw new IllegalStateException("no stack for you");
            }
        }, new Exception("text") {
            private static final long serialVersionUID = 1L;

            @Override
            public StackTraceElement[] getStackTrace() {
                return null;
            }
        }, new Exception("text") {
            private static final long serialVersionUID = 1L;

            @Override
            public StackTraceElement[] getStackTrace() {
                return new StackTraceElement[3];
            }
        });
    }

    @ParameterizedTest
    @MethodSource("withMethodsThatFail")
    void itsNameArrives(Throwable thrown) {
        ThrownForm form = ThrownFormTest.travel(thrown);
        assertThat(form.className()).isEqualTo(thrown.getClass().getName());
        assertThatCode(() -> ThrownFormTest.rebuilt(form)).doesNotThrowAnyException();
    }

    @Test
    void whatItsMessageThrewIsSaid() {
        assertThat(ThrownFormTest.travel(withMethodsThatFail().findFirst().orElseThrow()).message())
                .isEqualTo("(its getMessage() threw java.lang.IllegalStateException)");
    }

    @Test
    void aCauseThatIsMadeAnewWithEachCallEnds() {
        int length = 0;
        for (ThrownForm form = ThrownFormTest.travel(new Endless()); form != null; form = form.cause()) {
            length++;
        }
        assertThat(length).isLessThan(100);
    }

    @Test
    void anEndlessMessageIsCut() {
        ThrownForm form = ThrownFormTest.travel(new IOException("x".repeat(5_000_000)));
        assertThat(form.message()).hasSizeLessThan(1_100_000).endsWith("x… (cut)");
        assertThat(ThrownFormTest.rebuilt(form)).isInstanceOf(IOException.class);
    }

    @Test
    void anEndlessStackIsCut() {
        Exception thrown = new Exception("deep");
        StackTraceElement[] stack = new StackTraceElement[100_000];
        Arrays.fill(stack, new StackTraceElement("org.acme.Deep", "down", "Deep.java", 1));
        thrown.setStackTrace(stack);
        assertThat(ThrownFormTest.travel(thrown).stack()).hasSizeBetween(100, 1024);
    }

    @Test
    void aConstructorThatFailsCostsTheTypeAndNothingElse() {
        ThrownForm form = ThrownFormTest.travel(failing());
        assertThat(form.message()).isEqualTo("text");
        assertThatCode(() -> ThrownFormTest.rebuilt(form)).doesNotThrowAnyException();
    }

    private static Throwable failing() {
        Failing.armed = false;
        try {
            return new Failing("text");
        } finally {
            Failing.armed = true;
        }
    }

    @Test
    void aMessageThatFailsOnlyHereCostsTheTypeAndNothingElse() {
        OnlyInTheWorker.here = false;
        ThrownForm form = ThrownFormTest.travel(new OnlyInTheWorker("text"));
        OnlyInTheWorker.here = true;
        assertThatCode(() -> ThrownFormTest.rebuilt(form)).doesNotThrowAnyException();
    }

    static final class Endless extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }

    static final class Failing extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static boolean armed;

        Failing(String message) {
            super(message);
            if (armed) {
                throw new AssertionError("a constructor that fails");
            }
        }
    }

    static final class OnlyInTheWorker extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static boolean here;

        OnlyInTheWorker(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            if (here) {
                throw new AssertionError("only in the worker");
            }
            return super.getMessage();
        }
    }
}
