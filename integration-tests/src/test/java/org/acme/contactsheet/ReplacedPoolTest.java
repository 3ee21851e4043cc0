package org.acme.contactsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import java.net.URI;
import java.util.List;

import org.acme.contactsheet.packaging.Client;
import org.junit.jupiter.api.Test;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkus.test.InjectMock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;

/** A test of what an application does with results needs no workers. */
@QuarkusTest
class ReplacedPoolTest {

    @InjectMock
    ProcessPool pool;

    @InjectMock
    @PoolName("squares")
    ProcessPool squares;

    @TestHTTPResource
    URI home;

    @Test
    void somethingElseTakesThePlaceOfThePool() throws Exception {
        when(pool.map(any(), any())).thenReturn(Uni.createFrom().item(List.of(1, 2, 3)));
        when(squares.apply(any())).thenReturn(Uni.createFrom().item(5));

        assertThat(new String(new Client(home).get("squares").body(), UTF_8)).isEqualTo("[1,2,3]");
        assertThat(squares.apply(SquaresTasks.square(2)).await().indefinitely()).isEqualTo(5);
    }
}
