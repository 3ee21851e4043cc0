/** What is known of a class with marked methods when it has been read; knows nothing of compilers but their types. */
package io.quarkiverse.processpool.processor.model;
