/** What cannot work is told here, all of it in one run. */
package io.quarkiverse.processpool.processor.validate;
