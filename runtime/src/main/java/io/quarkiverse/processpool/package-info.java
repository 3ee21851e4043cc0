/**
 * The API: mark methods with {@link io.quarkiverse.processpool.InProcessPool}, inject a
 * {@link io.quarkiverse.processpool.ProcessPool}.
 */
package io.quarkiverse.processpool;
