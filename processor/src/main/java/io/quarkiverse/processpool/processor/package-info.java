/**
 * The annotation processor: reads marked methods, checks them, and writes {@code XTasks} and {@code XWorker} for each class
 * {@code X}.
 */
package io.quarkiverse.processpool.processor;
