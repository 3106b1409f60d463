package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.StubUpstream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Drawings of vector models: kept as they are, and never shown where their scripts could run. */
class SvgImageTests {

    private static final String[] SETTINGS = {
        "--gateway.images.store=disk",
        "--gateway.catalogue.prices[0].model=recraft-v3",
        "--gateway.catalogue.prices[0].credits=100000",
        "--gateway.delivery.fetch-retry.patience=1s"
    };

    private static final String DRAWING =
            "{\"model\":\"recraft-v3\",\"prompt\":\"a cat\",\"style\":\"vector_illustration\"";

    private static Answer get(Gateway gateway, String url) {
        return gateway.send(HttpRequest.newBuilder(URI.create(url)));
    }

    @Test
    void drawingIsKeptAndServedAsAnAttachment() {
        try (var server = RunningSandbox.start();
                var gateway = Gateway.start(server.url(), SETTINGS)) {
            var url = gateway.generate(DRAWING + "}").json().at("/data/0/url").asString();

            var image = get(gateway, url);
            assertThat(image.status()).isEqualTo(200);
            assertThat(image.text()).startsWith("<svg ");
            assertThat(image.header("Content-Type")).isEqualTo("image/svg+xml");
            assertThat(image.header("Content-Disposition"))
                    .startsWith("attachment; filename=")
                    .contains(".svg");
            assertThat(image.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
            assertThat(image.header("X-Content-Type-Options")).isEqualTo("nosniff");

            var thumbnail = get(gateway, url.replace("?", "/thumbnail?"));
            assertThat(thumbnail.problem()).isEqualTo("not-found");

            var base64 = gateway.generate(DRAWING + ",\"response_format\":\"b64_json\"}");
            assertThat(base64.status()).isEqualTo(200);
            assertThat(base64.json().at("/data/0/b64_json").asString()).startsWith("PHN2Zy");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>",
                "<html><svg width=\"1\" height=\"1\"></svg></html>",
                "<svg><a onclick=\"alert(1)\"></a></svg>",
                "<svg><foreignObject></foreignObject></svg>",
                "<svgx></svgx>",
                "<!doctype html><svg></svg>"
            })
    void whatOnlyLooksLikeADrawingIsNotKept(String content) {
        try (var upstream = new StubUpstream()) {
            upstream.serves(200, Map.of("Content-Type", "image/svg+xml"), content.getBytes(StandardCharsets.UTF_8));
            upstream.answers(
                    200,
                    Map.of(),
                    "{\"data\":[{\"url\":\"" + upstream.url()
                            + "/a.svg\"}],\"meta\":{\"usage\":{\"credits_used\":100000}}}");
            try (var gateway = Gateway.start(upstream.url(), SETTINGS)) {
                var url =
                        gateway.generate(DRAWING + "}").json().at("/data/0/url").asString();

                await().until(() -> get(gateway, url).status() != 200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<svg width=\"640\" height='480px' viewBox=\"0 0 1 1\">| 640 | 480",
                "<?xml version=\"1.0\"?><!-- made by - hand --><!DOCTYPE svg PUBLIC \"a\" \"b\"><svg viewBox=\"0 0 20.5 30\">| 20 | 30",
                "<svg>| 0 | 0"
            })
    void sizeIsThatOfTheRootElement(String start, int width, int height) throws IOException {
        var bytes = start.getBytes(StandardCharsets.UTF_8);
        assertThat(SvgHeader.read(new ByteArrayInputStream(bytes))).contains(new SvgHeader(width, height));
    }
}
