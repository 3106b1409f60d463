package dev.imagegateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.imagegateway.console.ConsoleInBrowser.Running;
import dev.imagegateway.support.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The clients of the gateway in a browser. */
@ExtendWith(ConsoleInBrowser.class)
class ClientViewTests {

    @Test
    void adminSeesWhatIsLeftToEachClientAndWhenItWasSeen(Running console) {
        Books.of(console).generate("a picture", "clients");
        try (var tab = Books.tab(console, "#/clients")) {
            var admin = tab.find(".clients li.card", "sandbox");
            assertThat(admin.locator(".badge")).hasText("admin");
            assertThat(admin).containsText("It has no budget of its own.");
            assertThat(admin).not().containsText("Last generationnone");
            var team = tab.find(".clients li.card", "team-b");
            assertThat(team.locator(".budgets li")).hasCount(1);
            assertThat(team).containsText("Limit100,000 credits $0.05");

            team.getByText("Usage").click();
            assertThat(tab.find("#usage-client")).hasValue("team-b");
            assertThat(tab.find(".budgets")).containsText("team-b today");
        }
    }

    @Test
    void clientsAreForAdmins(Running console) {
        try (var tab = Books.tab(console, "#/clients")) {
            tab.find(".clients").waitFor();

            tab.signIn(TestKeys.TEAM_B);

            assertThat(tab.find("nav a", "Usage")).isVisible();
            assertThat(tab.find("nav a", "Clients")).hasCount(0);
            assertThat(tab.find(".clients")).hasCount(0);
        }
    }
}
