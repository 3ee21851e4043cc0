package io.quarkiverse.processpool.wire;

/**
 * Both sides: what a frame says. The payloads, in the encoding of {@link Encoder}:
 *
 * <pre>
 *   worker → parent   HELLO         token bytes
 *   worker → parent   READY         nothing; the class that it was started for is initialised
 *   worker → parent   INIT_FAILED   what was thrown, as a {@link ThrownForm}; in place of READY; the worker ends
 *   parent → worker   ENTRY         number int, worker class string, signature string
 *   parent → worker   TASKS         entry number int, first sequence number long, count int, count × (length int, arguments)
 *   worker → parent   RESULTS       first sequence number long, count int, nanoseconds long,
 *                                   count × (outcome byte, length int, bytes)
 *   worker → parent   SKIPPED       first sequence number long, count int
 *   worker → parent   ITEMS         sequence number long, number of the first element long, count int, count × (length int, element)
 *   parent → worker   STOP          nothing
 *   parent → worker   LANE          path string; the worker maps the {@link Lane} in that file, if it can, and removes the file
 *   parent → worker   LANE_TASKS    as TASKS up to count; the end long and the length int of the place with the rest
 *   parent → worker   LARGE_TASK    entry number int, sequence number long, arguments up to the end of the frame
 *   worker → parent   RESULT_PIECE  sequence number long, the next bytes of its result up to the end of the frame
 *   worker → parent   LANE_PIECE    as RESULT_PIECE; the end long and the length int of the place with these bytes
 *   worker → parent   INPUT         sequence number long, number long by which a stream was offered, number int of the socket where
 *                                   it is awaited
 * </pre>
 *
 * The sequence number counts the tasks sent to one worker from 1; it is not the id of the task.
 */
public enum FrameType {
    HELLO,
    ENTRY,
    TASKS,
    RESULTS,
    SKIPPED,
    STOP,
    READY,
    INIT_FAILED,
    ITEMS,
    LANE,
    LANE_TASKS,
    INPUT,
    LARGE_TASK,
    RESULT_PIECE,
    LANE_PIECE;

    private static final FrameType[] ALL = values();

    /** Whether its payload is not put together before it is read: most of it is for one place, and it can be of any size. */
    boolean isReadAsItComes() {
        return this == LARGE_TASK || this == RESULT_PIECE;
    }

    /** The type of that number, or null. */
    static FrameType of(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : null;
    }
}
