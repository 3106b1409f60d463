package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.DocumentedTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;

/** The table in {@code docs/configuration.md} is complete, and names nothing that is no setting. */
class DocumentedSettingsTests extends ConfigurationFixture {

    /** The sandbox's own document has these. */
    private static final String SANDBOX = "sandbox.";

    private static List<String> documented() throws IOException {
        var names = new ArrayList<String>();
        for (var row : DocumentedTable.rows("docs/configuration.md", "setting")) {
            var last = "";
            for (var name : row) {
                last = inFull(name, last);
                names.add(last);
            }
        }
        return names;
    }

    /** {@code .b} after {@code a.x} stands for {@code a.b}, and {@code -b} after {@code a-x} for {@code a-b}. */
    private static String inFull(String name, String before) {
        return switch (name.charAt(0)) {
            case '.' -> before.substring(0, before.lastIndexOf('.')) + name;
            case '-' -> before.substring(0, before.lastIndexOf('-')) + name;
            default -> name;
        };
    }

    private static List<String> documentedOfTheGateway() throws IOException {
        return documented().stream().filter(name -> name.startsWith("gateway.")).toList();
    }

    @Test
    void everySettingIsDocumented() throws IOException {
        var documented = documentedOfTheGateway();

        assertThat(SettingNameTests.namesInTheMetadata())
                .filteredOn(name -> !name.startsWith(SANDBOX))
                // the annotation processor knows no names within lists, maps and records of settings
                .allSatisfy(known -> assertThat(documented).anyMatch(name -> isAtOrBelow(name, known)));
    }

    @Test
    void everythingThatIsDocumentedIsASetting(CapturedOutput output) throws IOException {
        var settings = documentedOfTheGateway().stream()
                .map(name -> name.replace("[]", "[0]").replace("\u2026", "stable-diffusion-v3-medium"))
                .map(name -> "--" + name + "=-")
                .toArray(String[]::new);

        assertThat(refusal(output, settings)).doesNotContain("is not a setting");
    }

    @Test
    void noSettingIsDocumentedTwice() throws IOException {
        assertThat(documented()).doesNotHaveDuplicates();
    }
}
