package io.quarkiverse.processpool.wire;

import java.io.IOException;

/** Both sides: bytes on the channel that are no frame, or a frame that does not belong there. Costs that worker only. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}
