package io.quarkiverse.processpool.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A process with a pool of one worker, which a test can end in several ways. */
final class Owner {

    final Process process;
    final long worker;
    private final BufferedReader said;

    /** Has one worker, says its pid, and another line for each that it is given. */
    static final class Main {

        private Main() {
        }

        public static void main(String[] args) throws Exception {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            try (WorkerPool pool = WorkerPool.builder("misbehave").workers(1).build()) {
                do {
                    System.out.println(pool.apply(MisbehaveTasks.pid(0)));
                } while (in.readLine() != null);
            }
        }
    }

    Owner(Path temporary) throws IOException {
        // what runs in the background of a shell ignores SIGINT, and so does what it starts
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
        words.addAll(Pools.java(Main.class, List.of("-Djava.io.tmpdir=" + temporary)).command());
        process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        said = new BufferedReader(new InputStreamReader(process.getInputStream()));
        worker = Long.parseLong(said.readLine());
    }

    long askAgain() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return Long.parseLong(said.readLine());
    }

    /** What it has in that directory. */
    Set<String> directories(Path temporary) {
        return LeavesNothingBehind.list(temporary, "qpp-" + process.pid() + "-");
    }

    /** So that neither can remove anything. */
    void killWithWorker() throws Exception {
        Pools.stop(worker);
        process.destroyForcibly().waitFor();
        Pools.kill(worker);
        Pools.awaitDead(worker);
    }

    void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }
}
