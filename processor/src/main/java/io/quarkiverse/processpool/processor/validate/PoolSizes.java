package io.quarkiverse.processpool.processor.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.processpool.processor.message.Message;
import io.quarkiverse.processpool.processor.message.Problem;
import io.quarkiverse.processpool.processor.model.PoolSettings;
import io.quarkiverse.processpool.processor.model.TaskClass;
import io.quarkiverse.processpool.processor.model.TaskMethod;

/**
 * A pool has one size, among all the classes of a compilation.
 * <p>
 * This decides about messages only. What is written for a class depends on that class alone; sizes in classes that are not
 * compiled together are compared by the build of the application.
 */
public final class PoolSizes {

    private record Claim(String place, TaskMethod method) {
    }

    private final Map<String, List<Claim>> claims = new HashMap<>();

    /** Compares the sizes in the class with those of the classes before it. */
    public List<Problem> add(TaskClass taskClass) {
        List<Problem> problems = new ArrayList<>();
        for (TaskMethod method : taskClass.methods()) {
            if (method.settings().workers() > 0) {
                add(new Claim(taskClass.names().shortName() + "." + method.signature(), method), problems);
            }
        }
        return problems;
    }

    private void add(Claim claim, List<Problem> problems) {
        List<Claim> earlier = claims.computeIfAbsent(claim.method.settings().pool(), pool -> new ArrayList<>());
        boolean isFirstOfItsSize = true;
        for (Claim other : earlier) {
            isFirstOfItsSize &= size(other) != size(claim);
        }
        if (!earlier.isEmpty() && size(earlier.get(0)) != size(claim)) {
            problems.add(conflict(claim, earlier.get(0)));
            if (isFirstOfItsSize) {
                problems.add(conflict(earlier.get(0), claim));
            }
        }
        earlier.add(claim);
    }

    private static int size(Claim claim) {
        return claim.method.settings().workers();
    }

    private static Problem conflict(Claim claim, Claim other) {
        PoolSettings settings = claim.method.settings();
        return Problem.at(claim.method.element(), settings.annotation(), settings.value("workers"), Message.TWO_SIZES,
                claim.place, settings.pool(), size(claim), other.place, size(other));
    }
}
