package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;

/** YAML takes some texts without quotes for numbers or switches. Nothing becomes another id or number by that. */
class YamlGuessTests extends ConfigurationFixture {

    private static final String IN_QUOTES =
            " is something else in YAML than what is written, since it has no quotes: put it in quotes";

    private String clientsFile(List<String> ids) throws IOException {
        var clients = IntStream.range(0, ids.size())
                .mapToObj(i -> "    - id: " + ids.get(i) + "\n      key-hashes: [" + Gateway.sha256("k" + i) + "]\n")
                .collect(Collectors.joining());
        var file = Files.writeString(folder.resolve("clients.yaml"), "gateway:\n  clients:\n" + clients);
        return "--gateway.clients-file=" + file;
    }

    @Test
    void idsThatYamlWouldChangeAreRefused(CapturedOutput output) throws IOException {
        var ids = List.of("0123", "1e3", "on", "no", "0x1f", "1_000", "12:30", "1.10", "007 # bond", "2026.10");

        var complaint = refusal(output, clientsFile(ids));

        for (int i = 0; i < ids.size(); i++) {
            assertThat(complaint).as(ids.get(i)).contains("gateway.clients[" + i + "].id" + IN_QUOTES);
        }
    }

    @Test
    void nullIsNoId(CapturedOutput output) throws IOException {
        assertThat(refusal(output, clientsFile(List.of("null", "~"))))
                .contains("gateway.clients[0].id must be 1 to 64", "gateway.clients[1].id must be 1 to 64")
                .contains("it is empty, as null and ~ are in YAML without quotes");
    }

    @Test
    void idsAreKeptAsTheyAreWritten() throws IOException {
        var ids = List.of("2026-11-28", "42", "\"0123\"", "'no'", "123abc", "1e3x", "true", "on-call");

        try (var gateway = Gateway.start(URI.create("http://127.0.0.1:1"), clientsFile(ids))) {
            for (int i = 0; i < ids.size(); i++) {
                var id = ids.get(i).replaceAll("[\"']", "");
                assertThat(gateway.metric("image_gateway_rate_limited_total", "client=\"" + id + "\""))
                        .isZero();
                assertThat(gateway.actuator("/prometheus").text()).contains("client=\"" + id + "\"");
            }
        }
    }

    @Test
    void otherTextsAndNumbersAreNotChangedEither(CapturedOutput output) throws IOException {
        var complaint = refusal(output, yaml("""
                gateway:
                  rate-limit: {key-prefix: no}
                  limits:
                    requests-per-minute: 0600
                    images-per-minute: 1_000
                  catalogue:
                    models:
                      stable-diffusion-v3-medium:
                        revision: 1.10
                spring:
                  datasource:
                    password: 0123456789
                """));

        assertThat(complaint)
                .contains(
                        "gateway.rate-limit.key-prefix" + IN_QUOTES,
                        "gateway.catalogue.models.stable-diffusion-v3-medium.revision" + IN_QUOTES,
                        "gateway.limits.requests-per-minute is another number in YAML than the one that is written")
                .doesNotContain("images-per-minute", "0123456789", "1.10");
    }
}
