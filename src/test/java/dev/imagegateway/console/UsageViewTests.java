package dev.imagegateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.RequestOptions;
import dev.imagegateway.console.ConsoleInBrowser.Running;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Usage and budgets in a browser. */
@ExtendWith(ConsoleInBrowser.class)
class UsageViewTests {

    private static final Pattern NUMBER = Pattern.compile("[0-9,]+");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static boolean isReport(Response response) {
        return response.url().contains("/v1/usage?") || response.url().endsWith("/v1/usage");
    }

    /** Chooses a value in one of the controls, and returns the API's report for the request that the page sends then. */
    private static JsonNode chosen(Tab tab, String label, String value) {
        var request = tab.page()
                .waitForResponse(
                        UsageViewTests::isReport,
                        () -> tab.page()
                                .getByLabel(label, new Page.GetByLabelOptions().setExact(true))
                                .selectOption(value))
                .request();
        // asked again, because Chromium does not keep the body that the page has read
        var report = tab.page()
                .request()
                .get(
                        request.url(),
                        RequestOptions.create().setHeader("Authorization", request.headerValue("Authorization")));
        return JSON.readTree(report.text());
    }

    private static String number(long value) {
        return String.format(Locale.US, "%,d", value);
    }

    @Test
    void chartsAndTablesHaveTheSumsOfTheApi(Running console) {
        var books = Books.of(console);
        books.generate("a bill", "usage");
        books.generate("another", "usage");
        try (var tab = Books.tab(console, "#/usage")) {
            for (var group : List.of("hour", "day", "model", "client", "user")) {
                // the default has no value
                var report = chosen(tab, "By", group.equals("day") ? "Day" : group);
                var spent = report.path("total").path("credits_used").longValue();

                assertThat(tab.find(".usage-report")).hasAttribute("data-group", group);
                if (group.equals("hour") || group.equals("day")) {
                    assertThat(tab.find(".chart-canvas canvas")).isVisible();
                    assertThat(tab.find(".chart-readout")).containsText("All: " + number(spent) + " credits");
                } else {
                    assertThat(sum(tab, ".bars-value")).isEqualTo(spent);
                }
                if (tab.find(".as-table[open]").count() == 0) {
                    tab.find(".as-table summary").click();
                }
                assertThat(tab.find(".as-table tbody tr"))
                        .hasCount(report.path("data").size());
                assertThat(sum(tab, ".as-table tbody td:nth-child(5)")).isEqualTo(spent);
                assertThat(tab.find(".as-table tfoot td:nth-child(5)")).hasText(number(spent));
                assertThat(tab.find(".tiles")).containsText(number(spent) + " credits");
            }
        }
    }

    /** Adds up the credits that elements show. */
    private static long sum(Tab tab, String selector) {
        return tab.find(selector).allTextContents().stream()
                .map(NUMBER::matcher)
                .mapToLong(
                        number -> number.find() ? Long.parseLong(number.group().replace(",", "")) : 0)
                .sum();
    }

    @Test
    void budgetShowsWhatIsSpentHeldAndLeft(Running console) {
        try (var tab = Books.tab(console, "#/usage")) {
            tab.signIn(TestKeys.TEAM_B);

            assertThat(tab.find(".budgets li")).hasCount(1);
            assertThat(tab.find(".budgets")).containsText("team-b today");
            assertThat(tab.find(".budgets")).containsText("Limit100,000 credits $0.05");
            assertThat(tab.find(".budgets time")).hasAttribute("title", Pattern.compile(".* UTC"));
            // only admins may name a client
            assertThat(tab.find("#usage-client")).hasCount(0);
        }
    }

    @Test
    void reportIsDownloadedAsCsv(Running console) throws IOException {
        Books.of(console).generate("a table", "csv");
        try (var tab = Books.tab(console, "#/usage?by=user&period=7d")) {
            tab.find(".bars").waitFor();

            var download = tab.page()
                    .waitForDownload(() -> tab.button("Download as CSV").click());

            assertThat(download.suggestedFilename()).isEqualTo("usage-by-user.csv");
            assertThat(Files.readAllLines(download.path()).getFirst()).startsWith("user,generations,settled,images,");
            assertThat(Files.readString(download.path())).contains("\ncsv,1,1,1,91000,");
        }
    }

    @Test
    void refusedReportNamesTheFault(Running console) {
        try (var tab = Books.tab(console, "#/usage?period=custom&from=2026-02-30")) {
            assertThat(tab.find(".notice.error")).isVisible();
            assertThat(tab.find(".faults")).containsText("from:");
        }
    }
}
