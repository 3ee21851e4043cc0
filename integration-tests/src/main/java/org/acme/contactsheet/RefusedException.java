package org.acme.contactsheet;

/** A request that is answered with a {@link Refusal} before any worker sees it. */
class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(int status, String error, String cause) {
        super(cause);
        this.refusal = new Refusal(status, error, cause);
    }

    Refusal refusal() {
        return refusal;
    }
}
