package io.quarkiverse.processpool.test;

/** An exception that no other process can make again. */
final class OnlyHere extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as is meant
    private final Object what;

    OnlyHere(Object what, String message) {
        super(message);
        this.what = what;
    }

    @Override
    public String toString() {
        return super.toString() + " with " + what;
    }
}
