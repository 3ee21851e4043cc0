package io.quarkiverse.processpool.engine;

import java.util.function.Function;

/** Parent side: tickets that will not run, on their way to be told why. Each has an exception of its own. */
final class Failing implements Runnable {

    /** Filled under the pool's lock, before this is run. */
    final Chain<Ticket> tickets = new Chain<>();
    private final Function<? super Ticket, ? extends Throwable> failures;

    Failing(Function<? super Ticket, ? extends Throwable> failures) {
        this.failures = failures;
    }

    /** Outside the lock. Does not fail. */
    @Override
    public void run() {
        Ticket ticket;
        while ((ticket = tickets.pollFirst()) != null) {
            ticket.fail(failures);
        }
    }
}
