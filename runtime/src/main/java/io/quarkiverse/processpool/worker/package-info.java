/** Worker side: the main loop of a worker process. Uses {@code java.*} and {@code wire}, and loads as few classes as it can. */
package io.quarkiverse.processpool.worker;
