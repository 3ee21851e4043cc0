package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An exception arrives in its type, with its message, stack, causes, suppressed exceptions and fields. */
class ThrownFormTest {

    static ThrownForm travel(Throwable thrown) {
        Encoder out = new Encoder();
        ThrownForm.write(thrown, out);
        Decoder in = new Decoder(out.toByteArray());
        ThrownForm form = ThrownForm.read(in);
        in.expectEnd();
        return form;
    }

    /** With its causes, as the engine does it. */
    static Throwable rebuilt(ThrownForm form) {
        Throwable cause = form.cause() == null ? null : rebuilt(form.cause());
        return form.rebuild(ThrownFormTest.class.getClassLoader(), cause, null);
    }

    static List<Throwable> ofEveryShape() {
        return List.of(new IllegalStateException("text"), new IllegalStateException(),
                new IllegalStateException("größer \0 \uD800"),
                new IOException("text", new RuntimeException("cause")), new UncheckedIOException(new IOException("inner")),
                new ExecutionException("text", new IOException("x")), new AssertionError("text"), new AssertionError(),
                new OutOfMemoryError("Java heap space"), new StackOverflowError(), new InterruptedException("text"),
                new NullPointerException(), new ClassNotFoundException("org.acme.X"), new NumberFormatException("For input"),
                new OnlyCause(new IOException("x")), new OnlyMessage("text"), new PrivateConstructor("text"), new NoMessage(),
                new IndexOutOfBoundsException(7));
    }

    @ParameterizedTest
    @MethodSource("ofEveryShape")
    void typeMessageAndStack(Throwable thrown) {
        ThrownForm form = travel(thrown);
        assertThat(form.className()).isEqualTo(thrown.getClass().getName());
        assertThat(form.message()).isEqualTo(thrown.getMessage());
        Throwable back = rebuilt(form);
        assertThat(back).hasSameClassAs(thrown).hasMessage(thrown.getMessage());
        assertThat(lines(back)).isEqualTo(lines(thrown));
        if (thrown.getCause() != null) {
            assertThat(back).hasCauseInstanceOf(thrown.getCause().getClass());
        } else {
            assertThat(back).hasNoCause();
        }
    }

    /** Without the names of modules and loaders, which say nothing in another process. */
    private static List<StackTraceElement> lines(Throwable thrown) {
        return Stream.of(thrown.getStackTrace())
                .map(e -> new StackTraceElement(e.getClassName(), e.getMethodName(), e.getFileName(), e.getLineNumber()))
                .toList();
    }

    @Test
    void twentyCauses() {
        Throwable thrown = new IllegalStateException("level 0");
        for (int i = 1; i <= 20; i++) {
            thrown = i % 2 == 0 ? new IllegalArgumentException("level " + i, thrown) : new IOException("level " + i, thrown);
        }
        Throwable back = rebuilt(travel(thrown));
        for (int i = 20; i > 0; i--) {
            assertThat(back).hasMessage("level " + i)
                    .isInstanceOf(i % 2 == 0 ? IllegalArgumentException.class : IOException.class);
            back = back.getCause();
        }
        assertThat(back).hasMessage("level 0").hasNoCause();
    }

    @Test
    void aChainOfAnyLengthIsCutAndNotRefused() {
        Throwable thrown = new IllegalStateException("last");
        for (int i = 0; i < 5000; i++) {
            thrown = new IllegalStateException("level", thrown);
        }
        int length = 0;
        for (ThrownForm form = travel(thrown); form != null; form = form.cause()) {
            length++;
        }
        assertThat(length).isBetween(20, 100);
    }

    @Test
    void causesInACircleEnd() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        ThrownForm form = travel(first);
        assertThat(form.cause().message()).isEqualTo("second");
        assertThat(form.cause().cause()).isNull();
    }

    @Test
    void suppressedOnesComeAlongWithTheirCauses() {
        Exception thrown = new Exception("main");
        thrown.addSuppressed(new IOException("close", new RuntimeException("why")));
        thrown.addSuppressed(new IllegalStateException("other"));
        ThrownForm form = travel(thrown);
        assertThat(form.suppressed()).extracting(ThrownForm::message).containsExactly("close", "other");
        assertThat(form.suppressed().get(0).cause().message()).isEqualTo("why");
    }

    @Test
    void anExceptionThatSuppressesItsOwnCauseIsWrittenOnce() {
        Exception cause = new Exception("cause");
        Exception thrown = new Exception("main", cause);
        thrown.addSuppressed(cause);
        thrown.addSuppressed(new Exception("other"));
        ThrownForm form = travel(thrown);
        assertThat(form.cause().message()).isEqualTo("cause");
        assertThat(form.suppressed()).extracting(ThrownForm::message).containsExactly("other");
    }

    @Test
    void suppressedOnesOfSuppressedOnesStayFew() {
        List<Exception> level = List.of(new Exception("root"));
        Exception root = level.get(0);
        for (int depth = 0; depth < 5; depth++) {
            List<Exception> next = new ArrayList<>();
            for (Exception e : level.subList(0, Math.min(5, level.size()))) {
                for (int i = 0; i < 30; i++) {
                    Exception suppressed = new Exception("x");
                    e.addSuppressed(suppressed);
                    next.add(suppressed);
                }
            }
            level = next;
        }
        assertThat(count(travel(root))).isLessThanOrEqualTo(1100);
    }

    private static int count(ThrownForm form) {
        int count = 1 + (form.cause() == null ? 0 : count(form.cause()));
        for (ThrownForm suppressed : form.suppressed()) {
            count += count(suppressed);
        }
        return count;
    }

    @Test
    void fieldsAreKept() {
        Throwable back = rebuilt(travel(new WithFields("text", 42, List.of("a", "b"))));
        assertThat(back).isInstanceOfSatisfying(WithFields.class, e -> {
            assertThat(e).hasMessage("text");
            assertThat(e.code).isEqualTo(42);
            assertThat(e.names).containsExactly("a", "b");
        });
    }

    @Test
    void fieldsAreKeptBesideACause() {
        WithFields thrown = new WithFields("text", 42, List.of());
        thrown.initCause(new IOException("why", new IllegalStateException("deeper")));
        Throwable back = rebuilt(travel(thrown));
        assertThat(back).isInstanceOfSatisfying(WithFields.class, e -> assertThat(e.code).isEqualTo(42))
                .hasCauseInstanceOf(IOException.class).hasRootCauseMessage("deeper");
    }

    @Test
    void aMessageThatTheConstructorChangesIsNotChangedTwice() {
        Throwable back = rebuilt(travel(new Prefixing("text")));
        assertThat(back).isInstanceOf(Prefixing.class).hasMessage("E42: text");
    }

    @Test
    void aFieldThatMayNotTravelCostsTheTypeOrTheFieldAndNothingElse() {
        ThrownForm form = travel(new WithThread("text"));
        assertThat(form.message()).isEqualTo("text");
        assertThat(form.className()).isEqualTo(WithThread.class.getName());
        assertThat(rebuilt(form)).isExactlyInstanceOf(WithThread.class).hasMessage("text");
    }

    @Test
    void aClassThatIsNotHereCannotBeRebuilt() {
        ThrownForm form = form("org.acme.NotHere");
        assertThat(form.rebuild(getClass().getClassLoader(), null, null)).isNull();
        assertThat(form.obstacle()).isEqualTo("This process does not have that class.");
    }

    @Test
    void aFieldThatMayNotTravelIsNamedIfThereIsNoConstructorEither() {
        ThrownForm form = travel(new WithPayload(new AtomicInteger(3)));
        assertThat(rebuilt(form)).isNull();
        assertThat(form.obstacle()).isEqualTo("A " + WithPayload.class.getName() + " cannot be read: it contains a "
                + "java.util.concurrent.atomic.AtomicInteger, which may not travel. Declare that type in "
                + WithPayload.class.getName() + ", or name it in allowed-classes. Or give the exception a constructor for its "
                + "message and cause, or one of them, that does not change the message.");
    }

    @ParameterizedTest
    @ValueSource(strings = { "java.lang.String", "", "[I", "int", "[Ljava.lang.Exception;",
            "java/lang/Exception", "java.lang.Runtime", "..", "\0" })
    void aClassThatIsNoExceptionIsNotMade(String name) {
        assertThat(form(name).rebuild(getClass().getClassLoader(), null, null)).isNull();
    }

    @Test
    void aClassIsNotInitializedOnlyToSeeThatItIsNoException() {
        assertThat(form(Trap.class.getName()).rebuild(getClass().getClassLoader(), null, null)).isNull();
        assertThat(trapped).isFalse();
    }

    @Test
    void anAbstractTypeCannotBeRebuilt() {
        assertThat(form(Abstract.class.getName()).rebuild(getClass().getClassLoader(), null, null)).isNull();
    }

    @Test
    void anExceptionWithoutAClassIsRefused() {
        Encoder out = new Encoder();
        out.writeString(null);
        out.writeString("text");
        out.writeSize(0);
        out.writeBytes(null);
        out.writeBoolean(false);
        out.writeSize(0);
        assertThatThrownBy(() -> ThrownForm.read(new Decoder(out.toByteArray()))).isInstanceOf(EncodingException.class)
                .hasMessage("an exception without a class");
    }

    private static ThrownForm form(String className) {
        Encoder out = new Encoder();
        out.writeString(className);
        out.writeString("text");
        out.writeSize(0);
        out.writeBytes(null);
        out.writeBoolean(false);
        out.writeSize(0);
        return ThrownForm.read(new Decoder(out.toByteArray()));
    }

    private static boolean trapped;

    static final class Trap {
        static {
            trapped = true;
        }
    }

    abstract static class Abstract extends Exception {
        private static final long serialVersionUID = 1L;

        Abstract(String message) {
            super(message);
        }
    }

    static final class OnlyCause extends Exception {
        private static final long serialVersionUID = 1L;

        OnlyCause(Throwable cause) {
            super(cause);
        }
    }

    static final class OnlyMessage extends Exception {
        private static final long serialVersionUID = 1L;

        OnlyMessage(String message) {
            super(message);
        }
    }

    static final class NoMessage extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static final class PrivateConstructor extends Exception {
        private static final long serialVersionUID = 1L;

        private PrivateConstructor(String message) {
            super(message);
        }
    }

    static final class Prefixing extends Exception {
        private static final long serialVersionUID = 1L;

        Prefixing(String message) {
            super("E42: " + message);
        }
    }

    static final class WithFields extends Exception {
        private static final long serialVersionUID = 1L;
        final int code;
        final List<String> names;

        WithFields(String message, int code, List<String> names) {
            super(message);
            this.code = code;
            this.names = names;
        }
    }

    static final class WithPayload extends Exception {
        private static final long serialVersionUID = 1L;
        final Number payload;

        WithPayload(Number payload) {
            super("text");
            this.payload = payload;
        }
    }

    static final class WithThread extends Exception {
        private static final long serialVersionUID = 1L;
        final Object thread = Thread.currentThread();

        WithThread(String message) {
            super(message);
        }
    }
}
