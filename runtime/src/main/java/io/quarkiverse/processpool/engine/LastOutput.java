package io.quarkiverse.processpool.engine;

import java.util.List;

/**
 * Parent side: the last lines of a worker. Each task that its death concerns is told them, so their texts are put together
 * once.
 */
final class LastOutput {

    static final LastOutput NONE = new LastOutput(List.of());

    private final List<OutputLine> lines;
    private final List<String> texts;

    LastOutput(List<OutputLine> lines) {
        this.lines = lines;
        this.texts = lines.stream().map(OutputLine::text).toList();
    }

    List<String> texts() {
        return texts;
    }

    /** Whether the head of a JVM's report is among them. */
    boolean hasReport() {
        return texts.stream().anyMatch(OutputPump::isFatal);
    }

    /** Without what was read before the task of that sequence number had begun. */
    LastOutput since(long sequence) {
        return new LastOutput(lines.stream().filter(line -> line.begun() >= sequence).toList());
    }
}
