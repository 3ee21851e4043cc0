package io.quarkiverse.processpool.engine;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.wire.Encoder;

/**
 * Parent side: the streams among the arguments that are being encoded, until there is a ticket for the tasks. One for each
 * encoder.
 */
final class OfferedInputs implements Encoder.Inputs {

    private final GivenInputs pool;
    /** Null if there are none. */
    private List<GivenInput> offered;
    /** How many tasks are encoded. */
    private int tasks;

    OfferedInputs(GivenInputs pool) {
        this.pool = pool;
    }

    @Override
    public long offer(InputStream source) {
        if (offered == null) {
            offered = new ArrayList<>();
        }
        GivenInput input = pool.add(source, tasks);
        offered.add(input);
        return input.number;
    }

    /** One more task is encoded. */
    void encoded() {
        tasks++;
    }

    /** The task that was being encoded cannot be sent. */
    void withdraw() {
        if (offered != null) {
            for (GivenInput input : offered) {
                if (input.index == tasks) {
                    input.close();
                }
            }
            offered.removeIf(input -> input.index == tasks);
        }
    }

    /** None of the tasks that were encoded since the last ticket will be sent. */
    void withdrawAll() {
        if (offered != null) {
            offered.forEach(GivenInput::close);
            offered = null;
        }
        tasks = 0;
    }

    /** Those of the tasks of that ticket, or null if there are none. */
    List<GivenInput> of(Receiver receiver, int firstIndex) {
        List<GivenInput> taken = offered;
        offered = null;
        tasks = 0;
        if (taken != null) {
            for (GivenInput input : taken) {
                input.index += firstIndex;
                input.receiver = receiver;
            }
        }
        return taken;
    }
}
