package io.quarkiverse.processpool.wire;

/** Both sides: what a message says of a value that could not be written or read. */
public final class FailureText {

    /** The generated code comes before all else of this project. */
    private static final String[] NOT_OF_THE_APPLICATION = { "java.", "javax.", "jdk.", "sun.",
            "io.quarkiverse.processpool.wire." };

    private FailureText() {
    }

    /**
     * One of our own says all; of others, the class, what they say, and where in the code of the application they come from.
     */
    public static String of(Throwable e) {
        try {
            return e instanceof EncodingException && e.getMessage() != null ? e.getMessage() : e.toString().concat(place(e));
        } catch (Throwable silent) {
            return e.getClass().getName();
        }
    }

    private static String place(Throwable e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            if (isOfApplication(frame.getClassName())) {
                return " at ".concat(frame.toString());
            }
        }
        return "";
    }

    private static boolean isOfApplication(String className) {
        for (String prefix : NOT_OF_THE_APPLICATION) {
            if (className.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }
}
