/** Worker side: the logging of Quarkus, org.jboss.logmanager, in a worker. Nothing of it is loaded before a task logs. */
package io.quarkiverse.processpool.logmanager;
