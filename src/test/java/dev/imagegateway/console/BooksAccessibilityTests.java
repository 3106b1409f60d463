package dev.imagegateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.imagegateway.console.ConsoleInBrowser.Running;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What axe-core finds on generations, usage, clients and status, in light and dark. */
@ExtendWith(ConsoleInBrowser.class)
class BooksAccessibilityTests {

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void axeFindsNothing(ColorScheme scheme, Running console) throws IOException {
        var books = Books.of(console);
        var user = "axe-" + scheme;
        var succeeded = books.generate("a picture", user).header("X-Generation-Id");
        books.hideFromReconciliation();
        books.fault("{\"fault\":\"close\",\"times\":1}");
        var unknown = books.generate("a riddle", user).header("X-Generation-Id");
        books.fault("{\"fault\":\"bad-request\",\"times\":1}");
        books.generate("refused", user);
        books.keptImages(user, 1);
        var views = new LinkedHashMap<String, String>();
        views.put("#/generations?user=" + user, ".generation:nth-child(3)");
        views.put("#/generations?request_id=req-none", ".notice.empty");
        views.put("#/generations?id=" + succeeded, ".generation-pictures img");
        views.put("#/generations?id=" + unknown, "form.resolution");
        views.put("#/generations?id=gen-none", ".notice.empty");
        views.put("#/usage", ".chart-canvas canvas");
        views.put("#/usage?by=model", ".bars li");
        views.put("#/usage?period=custom&from=2026-02-30", ".faults");
        views.put("#/clients", ".clients li");
        views.put("#/status", ".headline");
        try (var tab = Tab.open(console, scheme, true, "/console/#/generations")) {
            tab.page().addScriptTag(new Page.AddScriptTagOptions().setContent(AccessibilityTests.axe()));
            views.forEach((route, shown) -> {
                tab.page().evaluate("route => { location.hash = route; }", route);
                tab.find(shown).first().waitFor();
                tab.find(".as-table:not([open]) summary").all().forEach(summary -> summary.click());
                assertThat(tab.page().evaluate(AccessibilityTests.RUN))
                        .as(route)
                        .isEqualTo("");
            });
        }
    }
}
