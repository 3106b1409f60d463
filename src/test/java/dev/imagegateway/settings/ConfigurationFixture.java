package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    /** Starts with good settings and these, and returns the one complaint. */
    static String refusal(CapturedOutput output, String... settings) {
        var all = new LinkedHashMap<String, String>();
        Stream.of(
                        List.of(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--gateway.upstream.api-key=" + TestKeys.UPSTREAM,
                                "--gateway.ledger.directory=" + DataFolders.fresh(),
                                "--gateway.clients[0].id=team-a",
                                "--gateway.clients[0].key-hashes=" + Gateway.sha256(TestKeys.CLIENT)),
                        List.of(settings))
                .flatMap(List::stream)
                // given twice, a setting would become a list of both
                .forEach(setting -> all.put(setting.substring(0, setting.indexOf('=')), setting));

        assertThatThrownBy(() ->
                        Gateway.startWith(all.values().toArray(String[]::new)).close())
                .isInstanceOf(RuntimeException.class);
        assertThat(output).doesNotContain("\tat ", TestKeys.UPSTREAM, TestKeys.CLIENT);
        var text = output.getAll();
        assertThat(text.split("Cannot start: ", -1)).hasSize(2);
        return text.substring(text.indexOf("Cannot start: "));
    }

    String yaml(String content) throws IOException {
        var file = Files.writeString(folder.resolve("more.yaml"), content);
        return "--spring.config.additional-location=file:" + file;
    }
}
