package io.quarkiverse.processpool;

/** The life of a worker: launching → idle ⇄ busy → stopping → dead; from each state straight to dead. */
public enum WorkerState {

    /** The process was started and has not said yet that it is ready. */
    LAUNCHING,
    /** Ready, and waiting for a task. */
    IDLE,
    /** At least one task is with it. */
    BUSY,
    /** It was told to end, and gets no more tasks. */
    STOPPING,
    /** The process is gone. */
    DEAD;

    /** Whether a worker may go from this state to the other one. */
    public boolean canBecome(WorkerState next) {
        return switch (this) {
            case LAUNCHING -> next == IDLE || next == STOPPING || next == DEAD;
            case IDLE -> next == BUSY || next == STOPPING || next == DEAD;
            case BUSY -> next == IDLE || next == STOPPING || next == DEAD;
            case STOPPING -> next == DEAD;
            case DEAD -> false;
        };
    }
}
