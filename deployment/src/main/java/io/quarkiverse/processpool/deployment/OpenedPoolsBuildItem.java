package io.quarkiverse.processpool.deployment;

import io.quarkiverse.processpool.ProcessPools;
import io.quarkus.builder.item.SimpleBuildItem;
import io.quarkus.runtime.RuntimeValue;

/** The pools that the application will have when it runs. */
final class OpenedPoolsBuildItem extends SimpleBuildItem {

    private final RuntimeValue<ProcessPools> pools;

    OpenedPoolsBuildItem(RuntimeValue<ProcessPools> pools) {
        this.pools = pools;
    }

    RuntimeValue<ProcessPools> pools() {
        return pools;
    }
}
