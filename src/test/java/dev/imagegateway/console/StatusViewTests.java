package dev.imagegateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.imagegateway.console.ConsoleInBrowser.Running;
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
}
