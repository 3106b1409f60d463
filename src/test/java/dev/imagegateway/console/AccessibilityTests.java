package dev.imagegateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.imagegateway.console.ConsoleInBrowser.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What axe-core finds on each view against WCAG 2.2 AA, in light and dark. */
@ExtendWith(ConsoleInBrowser.class)
class AccessibilityTests {

    static final String RUN = """
            async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}))
                .violations.map(v => `${v.impact} ${v.id}: ${v.nodes.map(n => n.target + ' ' + n.failureSummary).join(' | ')}`)
                .join('\\n')
            """;

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void axeFindsNothing(ColorScheme scheme, Running console) throws IOException {
        try (var tab = Tab.open(console, scheme, true, "/console/")) {
            tab.page().addScriptTag(new com.microsoft.playwright.Page.AddScriptTagOptions().setContent(axe()));
            tab.page().getByLabel("Num images").fill("9");
            tab.find("summary", "More parameters").click();
            tab.find("#field-num_images-faults").waitFor();
            tab.find("summary", "The request as code").click();
            assertThat(tab.page().evaluate(RUN))
                    .as("an empty playground with a fault")
                    .isEqualTo("");

            tab.page().getByLabel("Num images").fill("2");
            tab.generate("a cat");
            tab.hasPicture();
            tab.button("Again").click();
            tab.find(".gallery").waitFor();
            tab.hasPicture();
            assertThat(tab.page().evaluate(RUN))
                    .as("a playground with pictures")
                    .isEqualTo("");

            tab.signIn("not-a-key");
            tab.find(".notice.error").waitFor();
            assertThat(tab.page().evaluate(RUN)).as("a refused sign-in").isEqualTo("");
        }
    }

    static String axe() throws IOException {
        return new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/resources/webjars/axe-core/*/axe.min.js")[0].getContentAsString(
                        StandardCharsets.UTF_8);
    }
}
