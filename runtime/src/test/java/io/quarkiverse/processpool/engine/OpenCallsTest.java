package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** What a pool keeps of its calls: no more than those that wait, or it would keep their results alive. */
class OpenCallsTest {

    private final OpenCalls calls = new OpenCalls();

    @Test
    void thoseThatAreOverGoWithThoseThatCome() {
        Told waits = new Told(new ArrayList<>());
        calls.add(waits);
        for (int i = 0; i < 100_000; i++) {
            calls.add(new Told(List.of("told")));
        }
        assertThat(calls.size()).isLessThan(10);
        assertThat(waits.isListed).isTrue();
    }

    @Test
    void theRestGoesInAFewRoundsWhenNoneComesAnyMore() {
        List<List<Object>> told = new ArrayList<>();
        for (int i = 0; i < 500_000; i++) {
            told.add(new ArrayList<>(1));
            calls.add(new Told(told.get(i)));
        }
        calls.letGo();
        assertThat(calls.size()).as("all wait").isEqualTo(500_000);

        told.forEach(outcomes -> outcomes.add("told"));
        for (int i = 0; i < 10; i++) {
            calls.letGo();
        }
        assertThat(calls.isEmpty()).isTrue();
    }

    @Test
    void oneThatComesAgainIsThereOnce() {
        Told waits = new Told(new ArrayList<>());
        calls.add(waits);
        calls.add(waits);
        assertThat(calls.size()).isEqualTo(1);
    }
}
