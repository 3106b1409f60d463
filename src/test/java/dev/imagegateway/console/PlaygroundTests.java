package dev.imagegateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.imagegateway.console.ConsoleInBrowser.Running;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.TestKeys;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The journeys of people who generate pictures, in a browser. */
@ExtendWith(ConsoleInBrowser.class)
class PlaygroundTests {

    /** HTML, a script, right-to-left text, an emoji of several code points, and an unpaired quote. */
    private static final String HOSTILE =
            "<img src=x onerror=alert(1)><script>alert(2)</script> </textarea> ${1+1} שלום عالم 👩‍👩‍👧‍👦 \" ' `";

    private static final int MOST_CODE_POINTS = 4000;

    @BeforeAll
    static void waitsArePatient() {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    }

    @Test
    void firstStartEndsWithAPicture(Running console) {
        try (var tab = Tab.open(console)) {
            assertThat(tab.page().url()).isEqualTo(console.url() + "/console/");
            PlaywrightAssertions.assertThat(tab.find(".price")).containsText("91,000 credits");
            PlaywrightAssertions.assertThat(tab.find(".price")).containsText("$0.0455");

            tab.generate("a cat at the window");

            tab.hasPicture();
            PlaywrightAssertions.assertThat(tab.find(".results dl")).containsText("91,000 credits $0.0455");
            PlaywrightAssertions.assertThat(tab.find(".results dl")).containsText("Seed");
            assertThat(console.server().sandbox().postsFor("a cat at the window"))
                    .hasSize(1);
            assertThat(tab.page().url()).doesNotContain("sandbox-key");

            tab.button("Again with another seed").click();

            PlaywrightAssertions.assertThat(tab.find(".gallery li")).hasCount(2);
            tab.hasPicture();
            assertThat(console.server().sandbox().lastBody().path("seed").isIntegralNumber())
                    .isTrue();
        }
    }

    @Test
    void allFaultsAreShownAtTheirFieldsAtOnce(Running console) {
        try (var tab = Tab.open(console)) {
            tab.page().getByLabel("Num images").fill("9");
            PlaywrightAssertions.assertThat(tab.find("#field-num_images-faults"))
                    .hasText("must be an integer from 1 to 4");
            tab.page().getByLabel("Seed").fill("seven");

            tab.generate("");

            PlaywrightAssertions.assertThat(tab.find("[aria-invalid=true]")).hasCount(3);
            PlaywrightAssertions.assertThat(tab.find("#field-prompt-faults"))
                    .containsText("must be a string of 1 to 4000");
            PlaywrightAssertions.assertThat(tab.find("#field-seed-faults")).containsText("must be an integer");
            PlaywrightAssertions.assertThat(tab.find("#field-prompt")).isFocused();
            PlaywrightAssertions.assertThat(tab.find("#field-prompt"))
                    .hasAttribute("aria-describedby", "field-prompt-faults");
            assertThat(console.server().sandbox().posts()).isEmpty();

            tab.page().getByLabel("Num images").fill("2");
            tab.page().getByLabel("Seed").fill("9223372036854775807");
            tab.generate("mended");

            tab.hasPicture();
            assertThat(console.server().sandbox().lastBody().path("seed").longValue())
                    .isEqualTo(Long.MAX_VALUE);
            PlaywrightAssertions.assertThat(tab.find(".pictures img")).hasCount(2);
            PlaywrightAssertions.assertThat(tab.find(".results dl")).containsText("9223372036854775807");
        }
    }

    @Test
    void exhaustedBudgetSaysWhenItBeginsAgain(Running console) {
        try (var tab = Tab.open(console)) {
            tab.signIn(TestKeys.TEAM_B);
            PlaywrightAssertions.assertThat(tab.find(".balance")).containsText("100,000 credits left");
            tab.generate("what the budget allows");
            tab.hasPicture();

            tab.generate("what it does not");

            PlaywrightAssertions.assertThat(tab.find(".results .notice.error")).containsText("budget");
            PlaywrightAssertions.assertThat(tab.find(".results")).containsText("The budget is whole again at");
            PlaywrightAssertions.assertThat(tab.find(".price .notice.error")).containsText("does not allow this now");
            PlaywrightAssertions.assertThat(tab.find(".balance")).containsText("9,000 credits left");
            assertThat(console.server().sandbox().posts()).hasSize(1);
        }
    }

    @Test
    void anotherModelHasItsOwnFormAndKeepsThePrompt(Running console) {
        try (var tab = Tab.open(console)) {
            tab.page()
                    .getByLabel("Prompt", new Page.GetByLabelOptions().setExact(true))
                    .fill("a fox");
            tab.page().getByLabel("Negative prompt").fill("a hound");

            tab.page().getByLabel("Model").selectOption("flux/schnell");

            PlaywrightAssertions.assertThat(tab.page().getByLabel("Negative prompt"))
                    .hasCount(0);
            PlaywrightAssertions.assertThat(tab.find("#field-prompt")).hasValue("a fox");
            PlaywrightAssertions.assertThat(tab.find(".price")).not().containsText("91,000 credits");
            tab.button("Generate").click();
            tab.hasPicture();
            var sent = console.server().sandbox().lastBody();
            assertThat(sent.path("model").asString()).isEqualTo("flux/schnell");
            assertThat(sent.has("negative_prompt")).isFalse();
        }
    }

    @Test
    void reloadLosesNoGeneration(Running console) {
        try (var tab = Tab.open(console)) {
            console.gate().hold();
            tab.generate("a snail");
            PlaywrightAssertions.assertThat(tab.button("Stop waiting")).isVisible();

            tab.page().reload();
            PlaywrightAssertions.assertThat(tab.find(".results")).containsText("generating");
            tab.button("Stop waiting").click();
            PlaywrightAssertions.assertThat(tab.find(".results")).containsText("The generation goes on");
            console.gate().letGo();
            tab.button("Wait again").click();

            tab.hasPicture();
            PlaywrightAssertions.assertThat(tab.find(".results")).containsText("a snail");
            assertThat(console.server().sandbox().billedAttempts()).isEqualTo(1);
        } finally {
            console.gate().letGo();
        }
    }

    @Test
    void refusedKeyIsNotKept(Running console) {
        try (var tab = Tab.open(console)) {
            tab.signIn(TestKeys.STRANGER);

            PlaywrightAssertions.assertThat(tab.find(".notice.error")).isVisible();
            PlaywrightAssertions.assertThat(tab.page().getByLabel("Client key")).isVisible();
            assertThat(tab.page()
                            .evaluate("() => JSON.stringify({...sessionStorage, ...localStorage}) + document.location"))
                    .asString()
                    .doesNotContain(TestKeys.STRANGER);

            // copied from a chat, with a dash that no header can have
            tab.signIn(TestKeys.TEAM_B + "\u2013");
            PlaywrightAssertions.assertThat(tab.find(".notice.error")).containsText("This is no client key");

            tab.signIn(TestKeys.TEAM_B);
            PlaywrightAssertions.assertThat(tab.find(".account")).containsText("team-b");
            // not an admin
            PlaywrightAssertions.assertThat(tab.find("nav")).not().containsText("Status");
        }
    }

    @Test
    void hostileTextsAreTexts(Running console) {
        var rest = "🦖".repeat(MOST_CODE_POINTS - HOSTILE.codePointCount(0, HOSTILE.length()));
        try (var tab = Tab.open(console)) {
            tab.page().onDialog(dialog -> {
                throw new AssertionError("a script of a prompt ran");
            });
            tab.generate(HOSTILE + rest);

            tab.hasPicture();
            PlaywrightAssertions.assertThat(tab.find(".results .prompt")).hasText(HOSTILE + rest);
            PlaywrightAssertions.assertThat(tab.find(".results .prompt")).hasAttribute("dir", "auto");
            PlaywrightAssertions.assertThat(tab.find("img[src=x]")).hasCount(0);
            assertThat(tab.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
        }
    }

    @Test
    void requestIsCopiedAsAProgramWithoutTheKey(Running console) {
        try (var tab = Tab.open(console)) {
            tab.page()
                    .getByLabel("Prompt", new Page.GetByLabelOptions().setExact(true))
                    .fill("it's");
            tab.find("summary", "The request as code").click();
            for (var language : new String[] {"curl", "Python", "JavaScript", "Java"}) {
                tab.button(language).click();
                tab.button("Copy").click();
                tab.page()
                        .waitForFunction(
                                "async language => (await navigator.clipboard.readText()) === document.getElementById('code').textContent",
                                language);

                assertThat(tab.find("#code").textContent())
                        .contains(console.url() + "/v1/images/generations", "IMAGE_GATEWAY_KEY", "Idempotency-Key")
                        .doesNotContain("sandbox-key");
            }
        }
    }

    /** Has a gateway of its own, all of whose paths begin with the prefix. */
    @Test
    void everythingWorksBehindAPathPrefix(Running console) {
        try (var gateway = Gateway.start(
                console.server().url(),
                "--server.servlet.context-path=/team/images",
                "--gateway.images.store=disk",
                "--gateway.images.directory=" + DataFolders.fresh())) {
            var prefixed =
                    new Running(console.server(), console.gate(), gateway, console.playwright(), console.browser());
            try (var tab = Tab.open(prefixed, ColorScheme.LIGHT, false, "/team/images/console/")) {
                tab.signIn(TestKeys.CLIENT);
                tab.generate("a lane");

                tab.hasPicture();
                PlaywrightAssertions.assertThat(tab.find(".pictures img"))
                        .hasAttribute("src", Pattern.compile(".*/team/images/v1/images/img-.*"));
                tab.find("summary", "The request as code").click();
                PlaywrightAssertions.assertThat(tab.find("#code"))
                        .containsText(prefixed.url() + "/team/images/v1/images/generations");
                tab.find(".results dl a").click();
                PlaywrightAssertions.assertThat(tab.find(".generation-pictures img"))
                        .isVisible();
            }
        }
    }
}
