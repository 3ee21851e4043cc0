/**
 * For the tests of applications: {@link io.quarkiverse.processpool.test.Misbehave} does to a worker what users'
 * tasks do to it in the worst case, and {@link io.quarkiverse.processpool.test.LeavesNothingBehind} fails a test
 * that leaves something behind.
 */
package io.quarkiverse.processpool.test;
