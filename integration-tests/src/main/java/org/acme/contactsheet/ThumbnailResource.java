package org.acme.contactsheet;

import java.util.List;
import java.util.stream.IntStream;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jboss.resteasy.reactive.multipart.FileUpload;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Thumbnails of pictures that anyone may send. Quarkus writes what comes in to a file and deletes it with the end of the
 * request; only workers look into it.
 */
@Path("thumbnails")
public class ThumbnailResource {

    private static final int WIDEST = 2048;
    /** Twice the workers: each has its next picture when it is done with one, and no more is made than the browser takes. */
    private static final int UNDER_WAY = 10;

    @Inject
    @PoolName("thumbnails")
    ProcessPool pool;

    /** One picture as the body, its thumbnail as the answer. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces("image/png")
    public Uni<byte[]> thumbnail(java.nio.file.Path picture, @RestQuery @DefaultValue("160") int width) {
        checkWidth(width);
        return pool.apply(ThumbnailsTasks.thumbnail(picture, width)).map(Thumbnail::png);
    }

    /** Any number of pictures; each thumbnail is sent as soon as it is made. */
    @POST
    @Path("sheet")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<Tile> sheet(@RestForm("picture") List<FileUpload> pictures, @RestQuery @DefaultValue("160") int width) {
        checkWidth(width);
        return Multi.createFrom().items(IntStream.range(0, pictures.size()).boxed())
                .onItem().transformToUni(index -> tile(index, pictures.get(index), width))
                .merge(UNDER_WAY);
    }

    /** A picture that fails must not end the stream of the others, as it would with {@code imapUnordered}. */
    private Uni<Tile> tile(int index, FileUpload picture, int width) {
        return pool.apply(ThumbnailsTasks.thumbnail(picture.uploadedFile(), width))
                .map(thumbnail -> new Tile(index, picture.fileName(), thumbnail, null))
                .onFailure().recoverWithItem(failure -> new Tile(index, picture.fileName(), null, Refusal.of(failure)));
    }

    private static void checkWidth(int width) {
        if (width < 1 || width > WIDEST) {
            throw new RefusedException(400, "Bad width", "width is a number from 1 to " + WIDEST + ", not " + width + ".");
        }
    }
}
