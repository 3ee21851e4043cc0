/** From the elements of the compiler to the model. */
package io.quarkiverse.processpool.processor.read;
