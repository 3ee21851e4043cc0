package io.quarkiverse.processpool.engine;

import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;

/**
 * Parent side: the one task of an {@link ArchiveRehearsal}. What it does in the worker is written there; the two share its
 * bytes only.
 *
 * @param classNames that the worker loads, separated by commas
 */
record RehearsalTask(String classNames) implements Task<Integer> {

    private static final long serialVersionUID = 1;
    private static final EntryPoint<RehearsalTask, Integer> ENTRY_POINT = new RehearsalEntryPoint();

    @Override
    public Integer call() {
        return 0;
    }

    @Override
    public EntryPoint<RehearsalTask, Integer> entryPoint() {
        return ENTRY_POINT;
    }

    private static final class RehearsalEntryPoint extends EntryPoint<RehearsalTask, Integer> {

        RehearsalEntryPoint() {
            super(Roster.STANDBY, "load(String)", "archive", 0, 0);
        }

        @Override
        public void encodeArguments(RehearsalTask task, Encoder out) {
            out.writeString(task.classNames);
        }

        @Override
        public RehearsalTask decodeArguments(Decoder in) {
            return new RehearsalTask(in.readString());
        }

        @Override
        public void encodeResult(Integer result, Encoder out) {
            out.writeInt(result);
        }

        @Override
        public Integer decodeResult(Decoder in) {
            return in.readInt();
        }
    }
}
