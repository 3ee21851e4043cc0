package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each line that a task prints, however it does, arrives in the parent's log. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(180)
class OutputFloodTest {

    private static final int LINES = Integer.getInteger("lines", 100_000);
    private static final Pattern TOKEN = Pattern.compile("<(out|err|jul|one) ([0-9]+) (\\.*é€😀)>");

    /** What the JVM says of its garbage collections may fall between a line and its end, which are two writes. */
    @Test
    @DisplayName("B15 100,000 lines by System.out, System.err, JUL and descriptor 1, beside -Xlog:gc: none is lost")
    void noLineIsLost() throws Exception {
        int each = LINES / 4;
        try (LoggedRecords log = new LoggedRecords(LoggedRecords.logger("misbehave"), "trouble");
                WorkerPool pool = Pools.of(1, builder -> builder.jvmArgs("-Xlog:gc", "-Dfile.encoding=UTF-8"))) {
            long pid = pool.apply(TroubleTasks.pid(0));
            assertThat(pool.apply(TroubleTasks.printInAllWays(each))).isEqualTo(each);
            assertThat(pool.apply(TroubleTasks.pid(0))).as("the channel is whole").isEqualTo(pid);
            await().atMost(Pools.PATIENCE)
                    .until(() -> log.has("<out " + (each - 1) + " ")
                            && log.has("<jul " + (each - 1) + " ")
                            && log.has("<one " + (each - 1) + " "));
            Map<String, BitSet> seen = new HashMap<>();
            List<String> logged = log.all().stream().map(LogRecord::getMessage)
                    .filter(line -> !line.startsWith("The first worker of the pool")).toList();
            for (String line : logged) {
                assertThat(line).matches("(?s)\\[misbehave-1 " + pid + "(, task [12])?] .*");
                Matcher token = TOKEN.matcher(line);
                while (token.find()) {
                    int number = Integer.parseInt(token.group(2));
                    assertThat(token.group(3)).isEqualTo(Trouble.filler(number));
                    seen.computeIfAbsent(token.group(1), kind -> new BitSet()).set(number);
                }
            }
            for (String kind : List.of("out", "err", "jul", "one")) {
                assertThat(seen.get(kind).cardinality()).as(kind).isEqualTo(each);
            }
            assertThat(logged).anyMatch(line -> line.contains("[gc") && line.contains("Pause Full"));
        }
    }
}
