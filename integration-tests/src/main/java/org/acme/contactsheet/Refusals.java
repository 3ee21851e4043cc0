package org.acme.contactsheet;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.quarkiverse.processpool.ProcessPoolException;

/** Answers what went wrong with JSON that names the cause. */
class Refusals {

    @ServerExceptionMapper({ RefusedException.class, NotAPictureException.class, BrokenPictureException.class,
            PictureTooLargeException.class, ProcessPoolException.class })
    Response refuse(Throwable failure) {
        Refusal refusal = Refusal.of(failure);
        return Response.status(refusal.status()).type(MediaType.APPLICATION_JSON_TYPE).entity(refusal).build();
    }
}
