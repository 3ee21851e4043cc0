package io.quarkiverse.processpool.docs;

import org.acme.CarefulTest;

/** Runs the test of bad tasks that the page on testing shows. */
class BadTasksExampleTest extends CarefulTest {
}
