package org.acme.contactsheet;

/** The file begins like a picture, but the rest of it cannot be read. */
public class BrokenPictureException extends Exception {

    private static final long serialVersionUID = 1L;

    public BrokenPictureException(String message) {
        super(message);
    }
}
