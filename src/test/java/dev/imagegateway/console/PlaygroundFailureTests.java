package dev.imagegateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.imagegateway.console.ConsoleInBrowser.Running;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a generation costs, and how it goes on, when something between the browser and the gateway fails. */
@ExtendWith(ConsoleInBrowser.class)
class PlaygroundFailureTests {

    private static final String POSTS = "**/v1/images/generations";
    private static final String DRY_RUNS = "**/v1/images/generations/dry-run";
    private static final String GENERATION = "**/v1/generations/**";
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    @BeforeAll
    static void waitsArePatient() {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    }

    /** Treats the first request of a kind in a way of its own; all others pass. */
    private static void once(Tab tab, String path, Consumer<Route> treatment) {
        var requests = new AtomicInteger();
        tab.page().route(path, route -> {
            if (requests.getAndIncrement() == 0) {
                treatment.accept(route);
            } else {
                route.resume();
            }
        });
    }

    private static Route.FulfillOptions answer(int status, String type, String body) {
        return new Route.FulfillOptions().setStatus(status).setContentType(type).setBody(body);
    }

    private static String problem(String code, int status, String more) {
        return "{\"type\":\"/problems/" + code + "\",\"title\":\"A title\",\"status\":" + status
                + ",\"detail\":\"A detail.\"" + more + "}";
    }

    private static Locator facts(Tab tab) {
        return tab.find(".results dl");
    }

    /** The gateway has generated it, whatever the browser was told. */
    private static void awaitBill(Running console, String prompt) {
        var books = Books.of(console);
        await().until(() -> {
            var newest = books.get("/v1/generations?limit=1").json().at("/data/0");
            return newest.path("prompt").asString().equals(prompt)
                    && newest.path("state").asString().equals("settled");
        });
    }

    @Test
    void generationGoesOnAfterACredentialHasExpired(Running console) {
        try (var tab = Tab.open(console)) {
            once(tab, GENERATION, route -> route.fulfill(answer(401, PROBLEM, problem("unauthenticated", 401, ""))));

            tab.generate("an owl by day");
            assertThat(tab.page().getByLabel("Client key")).isVisible();
            tab.signIn(Books.KEY);

            tab.hasPicture();
            assertThat(tab.find(".results .prompt")).hasText("an owl by day");
            assertThat(console.server().sandbox().postsFor("an owl by day")).hasSize(1);
        }
    }

    @Test
    void requestOfUnknownFateIsRepeatedWithItsKeyAndShowsItsBill(Running console) {
        try (var tab = Tab.open(console)) {
            once(tab, POSTS, route -> {
                route.fetch();
                route.fulfill(answer(502, "text/html", "<h1>Bad Gateway</h1>"));
            });

            tab.generate("a heron");
            assertThat(tab.find(".results .notice.error")).containsText("The response has the status 502");
            assertThat(tab.find(".results")).containsText("it is paid once at most");
            // with a new key, they would pay again
            assertThat(tab.button("Again")).hasCount(0);
            assertThat(tab.button("Again with another seed")).hasCount(0);
            awaitBill(console, "a heron");
            tab.button("Try again").click();

            tab.hasPicture();
            assertThat(facts(tab)).containsText("91,000 credits $0.0455");
            assertThat(facts(tab)).not().containsText("not billed again");
            assertThat(tab.button("Again")).isVisible();
            assertThat(console.server().sandbox().postsFor("a heron")).hasSize(1);
        }
    }

    @Test
    void responseThatIsCutOffLosesNothing(Running console) {
        try (var tab = Tab.open(console)) {
            once(tab, POSTS, route -> {
                route.fetch();
                route.fulfill(answer(200, "text/html", "<p>Welcome to the hotel"));
            });
            tab.generate("a moth");
            assertThat(tab.find(".results .notice.error")).containsText("The response could not be read");
            tab.button("Try again").click();
            tab.hasPicture();

            tab.page().unroute(POSTS);
            once(tab, POSTS, route -> {
                var accepted = route.fetch();
                route.fulfill(answer(202, JSON, "{\"id\":\"gen-")
                        .setHeaders(Map.of("Location", accepted.headers().get("location"))));
            });
            once(tab, GENERATION, route -> route.fulfill(answer(200, JSON, "{\"id\":")));
            tab.generate("a lamp");

            tab.hasPicture();
            assertThat(tab.find(".results .prompt")).hasText("a lamp");
            assertThat(console.server().sandbox().postsFor("a moth")).hasSize(1);
            assertThat(console.server().sandbox().postsFor("a lamp")).hasSize(1);
        }
    }

    @Test
    void onlyAnEarlierGenerationOfTheSameSeedCostsNothing(Running console) {
        try (var tab = Tab.open(console)) {
            tab.page().getByLabel("Seed").fill("77");
            tab.generate("a twin");
            tab.hasPicture();
            assertThat(facts(tab)).containsText("91,000 credits");

            tab.button("Again").click();

            assertThat(facts(tab)).containsText("0 credits $0.00");
            assertThat(facts(tab)).containsText("an earlier generation with this seed answered");
            assertThat(console.server().sandbox().postsFor("a twin")).hasSize(1);
        }
    }

    private static String ended(String code) {
        return "{\"state\":\"released\",\"credits_used\":0,\"problem\":" + problem(code, 503, "") + "}";
    }

    @Test
    void generationThatWasNotBilledIsTriedAgainAsANewOne(Running console) {
        try (var tab = Tab.open(console)) {
            once(tab, GENERATION, route -> route.fulfill(answer(200, JSON, ended("overloaded"))));
            tab.generate("a queue");
            assertThat(tab.find(".results .notice.error")).containsText("Nothing was billed. Try again in a moment.");

            tab.button("Try again").click();

            tab.hasPicture();
            assertThat(console.server().sandbox().postsFor("a queue")).hasSize(2);

            tab.page().unroute(GENERATION);
            once(tab, GENERATION, route -> route.fulfill(answer(200, JSON, ended("provider-account"))));
            tab.generate("an empty purse");
            assertThat(tab.find(".results .notice.error")).containsText("trying again does not help");
            assertThat(tab.button("Try again")).hasCount(0);
        }
    }

    @Test
    void moreParametersStayOpenWhileAFaultIsMended(Running console) {
        try (var tab = Tab.open(console)) {
            tab.find("summary", "More parameters").click();
            var scale = tab.page().getByLabel("Guidance scale");
            scale.fill("much");
            assertThat(tab.find("#field-guidance_scale-faults")).isVisible();

            scale.fill("7");

            assertThat(tab.find("#field-guidance_scale-faults")).hasCount(0);
            assertThat(scale).isVisible();
            assertThat(scale).isFocused();
        }
    }

    @Test
    void valuesThatTheModelCannotHaveAreDropped(Running console) {
        try (var tab = Tab.open(console)) {
            tab.page()
                    .evaluate("() => sessionStorage.setItem('image-gateway.form', JSON.stringify({ model:"
                            + " 'flux/schnell', values: { prompt: 'a fig', seed: { choice: 'x' }, num_images: true,"
                            + " image_size: 'huge', output_format: 'gone' } }))");

            tab.page().reload();

            assertThat(tab.find("#field-prompt")).hasValue("a fig");
            assertThat(tab.find("#field-image_size")).hasValue("");
            tab.button("Generate").click();
            tab.hasPicture();
            assertThat(console.server().sandbox().lastBody().path("prompt").asString())
                    .isEqualTo("a fig");
        }
    }

    @Test
    void expiredUrlsOfPicturesAreRenewed(Running console) {
        try (var tab = Tab.open(console)) {
            tab.generate("an hourglass");
            tab.hasPicture();
            tab.page()
                    .evaluate("() => Object.keys(sessionStorage).filter(name => name.startsWith('image-gateway.runs.'))"
                            + ".forEach(name => sessionStorage.setItem(name,"
                            + " sessionStorage.getItem(name).replace(/expires=\\d+/, 'expires=1')))");

            tab.page().reload();

            tab.hasPicture();
            assertThat(console.server().sandbox().postsFor("an hourglass")).hasSize(1);
        }
    }

    @Test
    void priceAndFaultsOfARepetitionHaveANextStep(Running console) {
        try (var tab = Tab.open(console)) {
            once(tab, DRY_RUNS, Route::abort);
            tab.page().reload();
            tab.find(".price")
                    .getByText("Try again", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(tab.find(".price")).containsText("91,000 credits");
            tab.generate("a copy");
            tab.hasPicture();

            once(
                    tab,
                    POSTS,
                    route -> route.fulfill(
                            answer(
                                    400,
                                    PROBLEM,
                                    problem(
                                            "invalid-request",
                                            400,
                                            ",\"errors\":[{\"pointer\":\"/seed\",\"code\":\"type\",\"detail\":\"<b>must</b> be else\"}]"))));
            tab.button("Again").click();

            // as a text, although it looks like HTML
            assertThat(tab.find(".results .faults")).hasText("/seed: <b>must</b> be else");
            assertThat(tab.button("Try again")).hasCount(0);
        }
    }
}
