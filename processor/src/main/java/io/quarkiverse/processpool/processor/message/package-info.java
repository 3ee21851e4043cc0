/** What the processor can object to, and where. */
package io.quarkiverse.processpool.processor.message;
