package io.quarkiverse.processpool.docs;

import org.acme.SquaresTest;

/** Runs the unit test that the tutorial shows. */
class ExamplesTest extends SquaresTest {
}
