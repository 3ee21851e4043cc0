package io.quarkiverse.processpool;

/**
 * The method threw something that this process cannot rebuild: a class that is not here, has no usable constructor,
 * or may not be deserialized. It has the message, the stack and the causes of the original; below the message of the
 * original it says what was in the way and what would help.
 */
public final class RemoteTaskException extends ProcessPoolException {

    private static final long serialVersionUID = 1L;

    private final String className;
    private final String originalMessage;

    /** @param obstacle why it arrives like this, and the repair; in sentences */
    public RemoteTaskException(String className, String originalMessage, String obstacle, Throwable cause) {
        super((originalMessage == null ? className : className + ": " + originalMessage)
                + "\nIt cannot be made in its own type. " + obstacle, cause);
        this.className = className;
        this.originalMessage = originalMessage;
    }

    /** The class of the original. */
    public String className() {
        return className;
    }

    /** The message of the original, may be null. */
    public String originalMessage() {
        return originalMessage;
    }
}
