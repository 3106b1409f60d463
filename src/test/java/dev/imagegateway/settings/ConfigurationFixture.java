package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Starts gateways whose configuration has a fault, and reads what they say of it. */
@ExtendWith(OutputCaptureExtension.class)
abstract class ConfigurationFixture {

    @TempDir
    Path folder;

    /** Starts with good settings and these, and returns the one complaint. The ledger is not touched. */
    static String refusal(CapturedOutput output, String... settings) {
        var ledger = DataFolders.fresh();
        var complaint = anyRefusal(
                output,
                Stream.concat(Stream.of("--gateway.ledger.directory=" + ledger), Stream.of(settings))
                        .toArray(String[]::new));
        // a schema that was migrated does not go back
        assertThat(ledger.resolve("ledger.db")).doesNotExist();
        return complaint;
    }

    /** Starts with good settings and these, and returns the one complaint. */
    static String anyRefusal(CapturedOutput output, String... settings) {
        var all = Gateway.overriding(
                List.of(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--gateway.upstream.api-key=" + TestKeys.UPSTREAM,
                        "--gateway.ledger.directory=" + DataFolders.fresh(),
                        "--gateway.clients[0].id=team-a",
                        "--gateway.clients[0].key-hashes=" + Gateway.sha256(TestKeys.CLIENT)),
                settings);

        assertThatThrownBy(() -> Gateway.startWith(all.toArray(String[]::new)).close())
                .isInstanceOf(RuntimeException.class);
        return onlyComplaint(output.getAll());
    }

    /** What a program says of its configuration, and that it complains of nothing else and tells no key. */
    static String onlyComplaint(String output) {
        var complaints = output.lines()
                // each of several faults has a line of its own, which may name an exception
                .filter(line -> !line.startsWith("- "))
                .filter(line -> line.contains(" ERROR ") || line.contains(" WARN ") || line.contains("Exception"))
                .toList();
        assertThat(complaints).singleElement().asString().contains("Cannot start: ");
        assertThat(output).doesNotContain(TestKeys.UPSTREAM, TestKeys.CLIENT, "\tat ");
        return output.substring(output.indexOf("Cannot start: "));
    }

    /** Whether a setting is this one, or a part of it. */
    static boolean isAtOrBelow(String name, String above) {
        return name.equals(above) || name.startsWith(above + ".") || name.startsWith(above + "[");
    }

    String yaml(String content) throws IOException {
        var file = Files.writeString(folder.resolve("more.yaml"), content);
        return "--spring.config.additional-location=file:" + file;
    }
}
