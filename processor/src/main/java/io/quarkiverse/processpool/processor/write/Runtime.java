package io.quarkiverse.processpool.processor.write;

import com.palantir.javapoet.ClassName;

/** The types of the runtime that generated code uses, by name: the processor does not see them. */
final class Runtime {

    static final ClassName TASK = ClassName.get("io.quarkiverse.processpool", "Task");

    static final ClassName STREAM_TASK = ClassName.get("io.quarkiverse.processpool", "StreamTask");

    private static final String WIRE = "io.quarkiverse.processpool.wire";
    static final ClassName ENTRY_POINT = ClassName.get(WIRE, "EntryPoint");
    static final ClassName STREAM_ENTRY_POINT = ClassName.get(WIRE, "StreamEntryPoint");
    static final ClassName ENTRY_POINTS = ClassName.get(WIRE, "EntryPoints");
    static final ClassName ENCODER = ClassName.get(WIRE, "Encoder");
    static final ClassName DECODER = ClassName.get(WIRE, "Decoder");
    static final ClassName ENCODING_EXCEPTION = ClassName.get(WIRE, "EncodingException");
    static final ClassName RESULTS = ClassName.get(WIRE, "Results");
    static final ClassName WRITTEN_FOR = ClassName.get(WIRE, "WrittenFor");
    static final ClassName STREAMS = ClassName.get(WIRE, "Streams");

    static final ClassName WORKER_MAIN = ClassName.get("io.quarkiverse.processpool.worker", "WorkerMain");

    private Runtime() {
    }
}
