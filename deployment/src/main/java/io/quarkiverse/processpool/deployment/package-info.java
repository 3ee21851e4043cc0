/** The build of the extension: find marked methods, check them, make the beans of their pools. */
package io.quarkiverse.processpool.deployment;
