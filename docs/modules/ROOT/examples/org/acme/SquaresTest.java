package org.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

// tag::class[]
public class SquaresTest {

    @Test
    public void squares() throws Exception {
        assertEquals(49, SquaresTasks.square(7).call());
    }
}
// end::class[]
