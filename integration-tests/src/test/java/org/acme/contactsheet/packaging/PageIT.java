package org.acme.contactsheet.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page in a real browser. */
class PageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PICTURES = 40;
    /** Places in {@link #progress()}. */
    private static final int RATE = 2;
    private static final int LEFT = 3;

    @TempDir
    static Path folder;

    private static Path holiday;
    private static Application application;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        holiday = Files.createDirectories(folder.resolve("holiday"));
        Path mountains = Files.createDirectories(holiday.resolve("mountains"));
        for (int i = 0; i < 4; i++) {
            byte[] picture = Pictures.encoded("png", 6000, 4000, i);
            for (int copy = i; copy < PICTURES; copy += 4) {
                Files.write((copy < PICTURES / 2 ? holiday : mountains).resolve("IMG_%04d.png".formatted(copy)), picture);
            }
        }
        Files.write(holiday.resolve("letter.txt"), Pictures.text());
        Files.write(mountains.resolve("bomb.png"), Bombs.png());
        Files.write(mountains.resolve(".hidden"), new byte[1]);
        application = Application.start(Path.of(System.getProperty("fast-jar"), "quarkus-run.jar"), folder);
        browser = new Browser(folder.resolve("profile"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        application.stop();
    }

    @Test
    void aDroppedFolderBecomesASheetWhileAWorkerIsKilled() throws IOException {
        browser.size(1440, 1000, 1);
        browser.colours("light");
        browser.open(application.home());
        browser.drop(browser.one("#drop"), holiday);

        await().atMost(PATIENCE).until(() -> browser.all(".tile[data-state=done] img").size() >= 3);
        assertProgressIsTold();
        List<String> known = killFirstBusyWorker();
        String killed = known.get(0);
        await().atMost(PATIENCE).until(() -> browser.texts("#worker-news").get(0).contains("takes the place"));
        assertThat(pids()).as("a worker that was not there before").anyMatch(pid -> !known.contains(pid));
        browser.run("scrollTo(0, 0)");
        browser.screenshot("sheet-in-work");

        await().atMost(PATIENCE).until(() -> browser.all(".tile[data-state=waiting]").isEmpty());
        assertThat(browser.all(".tile[data-state=done] img")).hasSize(PICTURES);
        assertThat(browser.texts(".tile[data-state=refused] .frame strong"))
                .containsExactlyInAnyOrder("Not a picture", "Picture too large");
        assertThat(browser.texts("#count")).containsExactly(String.valueOf(PICTURES + 2));
        assertThat(browser.texts("#refused")).containsExactly("· 2 refused");
        assertThat(progress()).element(LEFT).asString().isEqualTo(" · done");
        assertThat(brokenImages()).isEmpty();
        await().atMost(PATIENCE).until(() -> !pids().contains(killed));
        browser.screenshot("sheet-done");
        browser.assertNoErrors();
    }

    @Test
    void filesAreChosenOneByOneOrByTheFolder() {
        browser.size(1440, 1000, 1);
        browser.open(application.home());
        browser.one("#choose-pictures")
                .sendKeys(holiday.resolve("IMG_0001.png") + "\n" + holiday.resolve("IMG_0002.png"));
        await().atMost(PATIENCE).until(() -> browser.all(".tile[data-state=done]").size() == 2);

        browser.one("#choose-folder").sendKeys(holiday.resolve("mountains").toString());

        await().atMost(PATIENCE).until(() -> browser.all(".tile[data-state=done]").size() == 2 + PICTURES / 2);
        assertThat(browser.all(".tile[data-state=refused]")).hasSize(1);
        browser.one("#clear").click();
        assertThat(browser.all(".tile")).isEmpty();
        assertThat(browser.one("#empty").isDisplayed()).isTrue();
        browser.assertNoErrors();
    }

    @Test
    void stoppingLeavesTheRestUndone() {
        browser.size(1440, 1000, 1);
        browser.open(application.home());
        browser.drop(browser.one("#drop"), holiday);
        await().atMost(PATIENCE).until(() -> (boolean) browser.run("""
                const some = document.querySelector('.tile[data-state=done]') !== null;
                if (some) {
                    document.querySelector('#stop').click();
                }
                return some"""));

        await().atMost(PATIENCE).until(() -> browser.all(".tile[data-state=waiting]").isEmpty());
        assertThat(browser.texts(".tile[data-state=refused] .frame strong")).contains("Stopped");
        assertThat(browser.one("#stop").isEnabled()).isFalse();
        browser.assertNoErrors();
    }

    @Test
    void itFitsAPhoneInTheDark() throws IOException {
        browser.size(360, 740, 2);
        browser.colours("dark");
        browser.open(application.home());
        browser.drop(browser.one("#drop"), holiday.resolve("IMG_0001.png"), holiday.resolve("IMG_0002.png"),
                holiday.resolve("letter.txt"));
        await().atMost(PATIENCE).until(() -> browser.all(".tile[data-state=waiting]").isEmpty());
        await().atMost(PATIENCE).until(() -> !browser.all("tr[data-pid]").isEmpty());

        assertThat(browser.run("return document.documentElement.scrollWidth")).as("nothing sticks out").isEqualTo(360L);
        assertThat(browser.strings("return [...document.querySelectorAll('button:not(:disabled), label.button')]"
                + ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 36).map(e => e.textContent)"))
                .as("too small for a finger").isEmpty();
        browser.run("scrollTo(0, 0)");
        browser.screenshot("phone-top");
        browser.run("document.querySelector('#sheet').scrollIntoView()");
        browser.screenshot("phone-sheet");
        browser.assertNoErrors();
    }

    @Test
    void theKeyboardReachesEverything() {
        browser.size(1440, 1000, 1);
        browser.open(application.home());
        browser.drop(browser.one("#drop"), holiday.resolve("IMG_0001.png"));
        await().atMost(PATIENCE).until(() -> !browser.all("tr[data-pid]").isEmpty());
        browser.run("document.activeElement.blur(); scrollTo(0, 0)");

        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            browser.press(Keys.TAB);
            reached.add(String.valueOf(browser.run("return document.activeElement.id || document.activeElement.className")));
        }

        assertThat(reached).contains("skip", "choose-pictures", "choose-folder", "samples", "clear", "kill");
        assertThat(browser.strings("return [...document.querySelectorAll('button, input')]"
                + ".filter(e => !(e.ariaLabel || e.textContent.trim() || e.labels?.length)).map(e => e.outerHTML)"))
                .as("without a name").isEmpty();
    }

    /** Count, total, rate, time left, and both numbers of the bar, all at one moment. */
    private static List<String> progress() {
        return browser.strings("""
                const text = id => document.querySelector('#' + id).textContent;
                const bar = document.querySelector('#bar');
                return [text('count'), text('total'), text('rate'), text('left'), String(bar.value), String(bar.max)]""");
    }

    private static void assertProgressIsTold() {
        List<String> told = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            told.clear();
            told.addAll(progress());
            return !told.get(RATE).isEmpty();
        });
        assertThat(told.get(1)).isEqualTo(String.valueOf(PICTURES + 2));
        assertThat(Integer.parseInt(told.get(0))).isBetween(1, PICTURES + 1);
        assertThat(told.get(RATE)).matches("\\d+(\\.\\d)? per second");
        assertThat(told.get(LEFT)).matches(" · .*\\d.* left");
        assertThat(told.subList(4, 6)).as("the bar").isEqualTo(told.subList(0, 2));
    }

    /** By its button; gives the worker that was killed and then all that there were. */
    private static List<String> killFirstBusyWorker() {
        List<String> pids = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> pids.addAll(browser.strings("""
                const busy = document.querySelector('tr[data-state=busy]');
                busy?.querySelector('.kill').click();
                const all = [...document.querySelectorAll('tr[data-pid]')].map(row => row.dataset.pid);
                return busy ? [busy.dataset.pid, ...all] : []""")));
        long killed = Long.parseLong(pids.get(0));
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(killed).filter(ProcessHandle::isAlive).isEmpty());
        return pids;
    }

    private static List<String> pids() {
        return browser.strings("return [...document.querySelectorAll('tr[data-pid]')].map(row => row.dataset.pid)");
    }

    private static List<String> brokenImages() {
        return browser.strings(
                "return [...document.querySelectorAll('.tile img')].filter(i => i.naturalWidth !== 320).map(i => i.alt)");
    }
}
