package org.acme.contactsheet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A task is tested like any method: by calling it, here, without a pool. */
class SquaresTest {

    @Test
    void aTaskCallsItsMethod() throws Exception {
        assertThat(SquaresTasks.square(7).call()).isEqualTo(49);
    }
}
