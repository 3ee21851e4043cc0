package org.acme.contactsheet;

/** The picture has more pixels than anyone would have photographed. */
public class PictureTooLargeException extends Exception {

    private static final long serialVersionUID = 1L;

    public PictureTooLargeException(String message) {
        super(message);
    }
}
