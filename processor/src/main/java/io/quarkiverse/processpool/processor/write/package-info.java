/** From the model to source code. */
package io.quarkiverse.processpool.processor.write;
