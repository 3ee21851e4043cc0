package org.acme;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.inject.Inject;

import org.jboss.logging.Logger;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.ChildProcesses;

/** The life of child processes, for the page about them. */
public class Children {

    private static final Logger LOG = Logger.getLogger(Children.class);

    // tag::inject[]
    @Inject
    ChildProcesses children;

    void visitAll(String url) {
        ChildProcess crawler = children.start(new Crawler(url, Path.of("pages.txt")));
        LOG.infof("%s is process %d", crawler.name(), crawler.pid());
    }
    // end::inject[]

    void one(byte[] picture) throws InterruptedException {
        // tag::task[]
        ChildProcess child = ChildProcess.of(ThumbnailsTasks.thumbnail(picture, 160));
        child.start();
        child.join();
        if (child.exitCode().getAsInt() != 0) {
            LOG.errorf("%s has ended with %d", child.name(), child.exitCode().getAsInt());
        }
        child.close();
        // end::task[]
    }

    ChildProcess settings() {
        // tag::settings[]
        ChildProcess crawler = new Crawler("https://quarkus.io", Path.of("pages.txt"))
                .name("crawler")
                .daemon(true)
                .heap("256m")
                .jvmArgs("-XX:+UseParallelGC");
        crawler.start();
        // end::settings[]
        return crawler;
    }

    void end(ChildProcess child) throws InterruptedException {
        // tag::end[]
        child.terminate();
        if (!child.join(Duration.ofSeconds(5))) {
            child.kill();
            child.join();
        }
        child.close();
        // end::end[]
    }

    void watch(ChildProcess child) {
        // tag::on-exit[]
        child.onExit().thenAccept(ended -> LOG.infof("%s has ended with %s", ended.name(), ended.exitCode()));
        // end::on-exit[]
    }

    void who() {
        // tag::who[]
        LOG.infof("This is %s", ChildProcess.current().name());
        ChildProcess.parent().ifPresent(parent -> LOG.infof("started by %s", parent.name()));
        ChildProcess.activeChildren().forEach(child -> LOG.infof("has started %s", child.name()));
        // end::who[]
    }
}
