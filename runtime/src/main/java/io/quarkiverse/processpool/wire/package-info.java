/**
 * Both sides of the process boundary: frames, the encoding of payloads, and what else parent and worker must agree on. Uses
 * nothing but {@code java.*}, and little of that: what is loaded here, each worker loads when it starts.
 *
 * <pre>
 *   parent                                                             worker
 *   ──────                                                             ──────
 *   Task ─ EntryPoint.encodeArguments ─┐                             ┌─ EntryPoint.decodeArguments ─ call()
 *                                      │   one Unix domain socket    │
 *   submitting thread ── TASKS frame ──┼────────────────────────────►│  main thread: reads, runs, answers
 *   reader thread ◄──── RESULTS frame ─┼◄────────────────────────────┤
 *                                      │   SharedPage (one mmap)     │
 *   recall, started? ──────────────────┼─────────────────────────────┤
 *                                      │   stdin: settings, leash    │
 *   keeps it open ─────────────────────┼────────────────────────────►│  leash thread: halts at its end
 *                                      │   stdout, stderr: text      │
 *   log, with pool and pid ◄───────────┼◄────────────────────────────┘
 * </pre>
 */
package io.quarkiverse.processpool.wire;
