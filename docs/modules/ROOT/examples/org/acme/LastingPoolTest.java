package org.acme;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.LeavesNothingBehind;

/** For tests whose pools last. */
public class LastingPoolTest {

    // tag::register[]
    @RegisterExtension
    static LeavesNothingBehind check = LeavesNothingBehind.ofTasks();
    // end::register[]
}
