package org.acme.contactsheet;

/** The file is of no kind that can be read. */
public class NotAPictureException extends Exception {

    private static final long serialVersionUID = 1L;

    public NotAPictureException(String message) {
        super(message);
    }
}
