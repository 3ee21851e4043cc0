package io.quarkiverse.processpool.test.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.assertj.core.util.Throwables;

/** The problems in the failure of a build, wherever they are in it. */
final class Refusal {

    private final Throwable failure;
    private final Set<Throwable> problems = Collections.newSetFromMap(new IdentityHashMap<>());

    private Refusal(Throwable failure) {
        this.failure = failure;
        List<Throwable> open = new ArrayList<>(List.of(failure));
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!open.isEmpty()) {
            Throwable next = open.remove(0);
            if (seen.add(next)) {
                if (next.getClass().getSimpleName().equals("Problem")) {
                    problems.add(next);
                }
                if (next.getCause() != null) {
                    open.add(next.getCause());
                }
                open.addAll(Arrays.asList(next.getSuppressed()));
            }
        }
    }

    static Refusal of(Throwable failure) {
        return new Refusal(failure);
    }

    void isOnly(int count) {
        assertThat(problems).hasSize(count);
        assertThat(failure).hasMessageNotContaining("UnsatisfiedResolution");
    }

    Said is(String id, String element) {
        List<Said> found = problems.stream().filter(problem -> problem.getMessage().startsWith("[" + id + "]")
                && element.equals(read(problem, "element")) && id.equals(read(problem, "id"))).map(Said::new).toList();
        assertThat(found).as(id + " at " + element + " in " + problems + " of " + Throwables.getStackTrace(failure)).hasSize(1);
        return found.get(0);
    }

    /** The problem is of the class loader of the build, which is another one than that of the test. */
    private static Object read(Throwable problem, String property) {
        try {
            return problem.getClass().getMethod(property).invoke(problem);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    record Said(Throwable problem) {

        void says(String... parts) {
            assertThat(problem.getMessage()).contains(parts);
        }
    }
}
