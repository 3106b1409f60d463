package dev.imagegateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.imagegateway.console.ConsoleInBrowser.Running;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The status for operators in a browser. */
@ExtendWith(ConsoleInBrowser.class)
class StatusViewTests {

    @Test
    void headlineSaysWhetherMoneyIsSafeAndWhatNeedsALook(Running console) {
        var books = Books.of(console);
        books.hideFromReconciliation();
        books.fault("{\"fault\":\"close\",\"times\":1}");
        books.generate("a riddle", "status");
        try (var tab = Books.tab(console, "#/status")) {
            assertThat(tab.find(".headline-sentence")).containsText("Money is safe.");
            assertThat(tab.find(".headline")).containsText("Images can be made.");
            assertThat(tab.find(".headline")).containsText("may have been billed. The price stays on hold");
            assertThat(tab.find(".page")).containsText("closed");
            assertThat(tab.find(".keys")).containsText("in use");

            tab.find(".headline a", "Look at them").click();
            assertThat(tab.find(".generation-state").first()).containsText("Unknown");
        }
    }

    @Test
    void whatOneOfTheRequestsAnswersIsShown(Running console) {
        var lost = "**/v1/unmatched-generations**";
        try (var tab = Books.tab(console, "#/usage")) {
            tab.page().route(lost, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
            tab.page().navigate(console.url() + "/console/#/status");

            assertThat(tab.find(".notice.error")).containsText("The response has the status 503");
            assertThat(tab.find(".headline-sentence")).containsText("Whether money is safe is not known now");
            assertThat(tab.find(".headline")).containsText("Images can be made.");
            assertThat(tab.find(".keys")).containsText("in use");

            tab.page().unroute(lost);
            tab.button("Try again").click();
            assertThat(tab.find(".headline-sentence")).containsText("Money is safe");
        }
    }

    /** Has a gateway of its own, which takes over a bill within seconds instead of an hour. */
    @Test
    void generationThatTheLedgerDoesNotHaveIsAdopted(Running console) throws Exception {
        try (var server = RunningSandbox.start(
                        "--sandbox.log-delay=0s", "--sandbox.ledger-delay=0s", "--sandbox.logs-per-minute=1000000");
                var gateway = Gateway.start(
                        server.url(),
                        "--gateway.clients[0].roles[0]=admin",
                        "--gateway.reconciliation.interval=200ms",
                        "--gateway.reconciliation.settle-lag=1s",
                        "--gateway.reconciliation.window=1s",
                        "--gateway.upstream.books.reads-per-minute=100000")) {
            var lost = "gen-" + UUID.randomUUID();
            billDirectly(server, lost);
            var running = new Running(server, console.gate(), gateway, console.playwright(), console.browser());
            try (var tab = Tab.open(running, ColorScheme.LIGHT, false, "/console/#/status")) {
                tab.signIn(TestKeys.CLIENT);
                tab.find(".view-head").waitFor();
                await().until(() -> gateway.metric("image_gateway_reconciliation_unmatched") == 1);
                tab.button("Reload").click();
                assertThat(tab.find(".headline-sentence")).containsText("Money is not safe");

                tab.button("Adopt " + lost).click();
                assertThat(tab.find("#adoption-client")).isFocused();
                tab.find("#adoption-client").fill("no one");
                tab.find("#adoption-reason").fill("sent by hand");
                tab.button("Adopt").click();
                assertThat(tab.find(".adoption .fault")).isVisible();
                tab.find("#adoption-client").fill("team-a");
                tab.button("Adopt").click();

                assertThat(tab.find(".notice.done")).containsText(lost + " is in the ledger now, at 91,000 credits");
                assertThat(tab.find(".headline-sentence")).containsText("Money is safe");
                tab.find(".notice.done a").click();
                assertThat(tab.find(".generation-head")).isVisible();
            }
        }
    }

    /** Sends what a gateway would, without one. */
    private static void billDirectly(RunningSandbox server, String id) throws IOException, InterruptedException {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            http.send(
                    HttpRequest.newBuilder(server.url().resolve("/v1/images/generations"))
                            .header("Authorization", "Bearer " + TestKeys.UPSTREAM)
                            .header("Content-Type", "application/json")
                            .header("X-Client-Request-Id", id + ".1")
                            .POST(BodyPublishers.ofString(Gateway.A_CAT))
                            .build(),
                    BodyHandlers.discarding());
        }
    }
}
