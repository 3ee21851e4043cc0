/** The glue between Quarkus and the engine: configuration, beans, Mutiny, and the class path of the workers. */
package io.quarkiverse.processpool.runtime;
