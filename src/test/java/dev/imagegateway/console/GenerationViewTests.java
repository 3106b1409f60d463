package dev.imagegateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imagegateway.console.ConsoleInBrowser.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Generations and their details, as an admin sees them in a browser. */
@ExtendWith(ConsoleInBrowser.class)
class GenerationViewTests {

    /** HTML, a script, right-to-left text with an override, an emoji of several code points. */
    private static final String HOSTILE =
            "<img src=x onerror=alert(1)><script>alert(2)</script> </a> {{1+1}} שלום \u202Eعالم\u202C 👩‍👩‍👧‍👦 \" ' `";

    private static final int MOST_CODE_POINTS = 4000;

    private static void choose(Tab tab, String label) {
        tab.page()
                .getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(label))
                .check();
    }

    @Test
    void adminDecidesAboutAnUnknownGeneration(Running console) {
        var books = Books.of(console);
        books.hideFromReconciliation();
        books.fault("{\"fault\":\"close\",\"times\":1}");
        var id = books.generate("a market", "unknown").header("X-Generation-Id");
        try (var tab = Books.tab(console, "#/generations?user=unknown")) {
            assertThat(tab.find(".generation")).hasCount(1);
            assertThat(tab.find(".generation-state")).containsText("Unknown");
            assertThat(tab.find(".generation-state")).containsText("The price stays on hold until reconciliation");
            assertThat(tab.find(".generation-facts")).containsText("On hold91,000 credits $0.0455");

            tab.find(".generation-title a").click();
            assertThat(tab.find("#attempts + .table")).containsText("no readable answer, may be billed");
            choose(tab, "Yes: settle it");
            tab.page().getByLabel("Credits that AIML billed").fill("45000");
            assertThat(tab.find("#resolution-usd")).hasText("$0.0225");
            tab.page().getByLabel("Reason: how you know").fill("AIML's support, ticket 7");
            tab.button("Record: billed").click();

            assertThat(tab.find(".notice.done")).hasText("Recorded: settled at 45,000 credits $0.0225.");
            assertThat(tab.find(".generation-head")).containsText("Lost");
            assertThat(tab.find("form.resolution")).hasCount(0);
            assertThat(tab.find(".page")).containsText("An admin decided it");
        }
        var resolved = books.get("/v1/generations/" + id).json();
        assertThat(resolved.path("state").asString()).isEqualTo("settled");
        assertThat(resolved.path("credits_used").intValue()).isEqualTo(45_000);
        assertThat(resolved.path("cost_source").asString()).isEqualTo("operator");
    }

    @Test
    void newerGenerationsAreCountedWhileNoneIsOpen(Running console) {
        var books = Books.of(console);
        books.generate("old", "newer");
        books.keptImages("newer", 1);
        try (var tab = Books.tab(console, "#/usage")) {
            tab.page().clock().install();
            tab.page().navigate(console.url() + "/console/#/generations?user=newer");
            assertThat(tab.find(".generation")).hasCount(1);
            books.generate("new", "newer");

            tab.page().clock().fastForward(16_000);

            tab.button("Show 1 newer").click();
            assertThat(tab.find(".generation")).hasCount(2);
        }
    }

    @Test
    void selectedImagesAreDownloadedAsOneZip(Running console) throws IOException {
        var books = Books.of(console);
        books.generate("one", "zip");
        books.generate("two", "zip");
        books.generate("not selected", "zip");
        var kept = books.keptImages("zip", 3);
        try (var tab = Books.tab(console, "#/generations?user=zip")) {
            assertThat(tab.find(".generation")).hasCount(3);
            tab.page()
                    .waitForFunction(
                            "() => [...document.querySelectorAll('.thumbnail img')].length === 3"
                                    + " && [...document.querySelectorAll('.thumbnail img')].every(img => img.naturalWidth > 0)");
            tab.find(".generation-select input").nth(1).check();
            tab.find(".generation-select input").nth(2).check();

            var download = tab.page()
                    .waitForDownload(() -> tab.button("Download 2 as ZIP").click());

            assertThat(download.suggestedFilename()).isEqualTo("images.zip");
            assertThat(entries(download.path()))
                    .containsExactlyElementsOf(kept.subList(1, 3).stream()
                            .map(image -> image + ".png")
                            .toList());
        }
    }

    private static List<String> entries(Path file) throws IOException {
        var names = new ArrayList<String>();
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    @Test
    void hostileTextsAreTexts(Running console) {
        var prompt = HOSTILE + "🦖".repeat(MOST_CODE_POINTS - HOSTILE.codePointCount(0, HOSTILE.length()));
        var user = "<b>bold</b> מנהל";
        Books.of(console).generate(prompt, user);
        try (var tab = Books.tab(console, "#/generations")) {
            tab.page().onDialog(dialog -> {
                throw new AssertionError("a script of a prompt ran");
            });
            tab.page().setViewportSize(360, 780);
            tab.find(".filters summary").click();
            tab.page()
                    .getByLabel("User", new Page.GetByLabelOptions().setExact(true))
                    .fill(user);
            tab.button("Apply").click();

            assertThat(tab.find(".generation")).hasCount(1);
            assertThat(tab.find(".generation-title a")).hasText(prompt);
            assertThat(tab.find(".generation-title a")).hasAttribute("dir", "auto");
            assertThat(tab.find(".generation-facts")).containsText(user);
            assertThat(fits(tab)).isTrue();

            tab.find(".generation-title a").click();
            assertThat(tab.find(".whole-prompt")).hasText(prompt);
            assertThat(tab.find(".page")).containsText(user);
            assertThat(tab.find("img[src=x], .page b")).hasCount(0);
            assertThat(fits(tab)).isTrue();
        }
    }

    private static boolean fits(Tab tab) {
        return (boolean) tab.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth");
    }

    @Test
    void statesSayWhatHappensNext(Running console) {
        var books = Books.of(console);
        books.fault("{\"fault\":\"bad-request\",\"times\":1}");
        books.generate("refused", "states");
        books.fault("{\"fault\":\"internal-error\",\"times\":3}");
        books.generate("failed", "states");
        books.generate("nsfw", "states");
        books.keptImages("states", 1);
        try (var tab = Books.tab(console, "#/generations?user=states")) {
            var states = tab.find(".generation-state");
            assertThat(states).hasCount(3);
            assertThat(states.nth(0)).containsText("Blocked");
            assertThat(states.nth(0))
                    .containsText("blacked out 1 of 1, which is billed like any other. Change the prompt.");
            assertThat(states.nth(1)).containsText("Failed");
            assertThat(states.nth(1)).containsText("Nothing was billed. Send the request again.");
            assertThat(states.nth(2)).containsText("Refused");
            assertThat(states.nth(2)).containsText("Nothing was billed. Change the request");

            tab.find(".generation-title a").nth(2).click();
            assertThat(tab.find(".generation-head a")).hasText("About upstream-rejected");
            assertThat(tab.find("#attempts + .table tbody tr")).hasCount(1);
            tab.page().goBack();
            tab.find(".generation-title a").nth(1).click();
            assertThat(tab.find("#attempts + .table tbody tr")).hasCount(3);

            tab.page().navigate(console.url() + "/console/#/generations?request_id=req-none");
            assertThat(tab.find(".notice.empty")).containsText("its response says why");
        }
    }

    /** Begins a generation of a user that the upstream does not answer before {@code letGo()}. */
    private static void hold(Running console, String user) {
        var books = Books.of(console);
        console.gate().hold();
        books.generateLater("a tortoise", user);
        await().until(() -> books.get("/v1/generations?state=held&user=" + user)
                        .json()
                        .path("data")
                        .size()
                == 1);
    }

    @Test
    void heldGenerationIsShownAndFollowed(Running console) {
        try (var tab = Books.tab(console, "#/generations?user=held")) {
            assertThat(tab.find(".notice.empty")).containsText("No generation matches these filters.");
            hold(console, "held");
            tab.button("Reload").click();
            assertThat(tab.find(".generation-state")).containsText("AIML is working on it. The price is on hold");

            tab.find(".generation-title a").click();
            assertThat(tab.find(".generation-head")).containsText("Held");
            console.gate().letGo();

            assertThat(tab.find(".generation-head")).not().containsText("Held");
            assertThat(tab.find(".picture-actions button")).hasText("Download");
            tab.page().goBack();
            assertThat(tab.find(".generation-state")).containsText("Succeeded");
        } finally {
            console.gate().letGo();
        }
    }

    /** The list asks for the held ones only, so it has to ask for those that it shows, too. */
    @Test
    void generationThatTheFilterNoLongerSelectsIsFollowedToItsEnd(Running console) {
        try {
            hold(console, "filtered");
            try (var tab = Books.tab(console, "#/generations?user=filtered&state=held")) {
                assertThat(tab.find(".generation-state")).containsText("AIML is working on it");
                console.gate().letGo();

                assertThat(tab.find(".generation-state")).containsText("Succeeded");
            }
        } finally {
            console.gate().letGo();
        }
    }
}
