package dev.imagegateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Suite;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the console's files are served. */
@ExtendWith(Suite.class)
class ConsoleTests {

    private static final int MOST_BYTES = 150_000;

    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{16}");

    private static final Pattern IMPORT = Pattern.compile("(?:from|import)\\s*\\(?['\"](\\.[^'\"]+)['\"]");

    @Test
    void browsersAreLedToThePageAndProgramsAreNot(Gateway gateway) {
        var browser = gateway.send(gateway.to("/").header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        assertThat(browser.status()).isEqualTo(302);
        // relative, so that it is right behind any prefix
        assertThat(browser.header("Location")).isEqualTo("console/");
        assertThat(gateway.send(gateway.to("/console")).header("Location")).isEqualTo("console/");

        var program = gateway.send(gateway.to("/").header("Accept", "*/*"));
        assertThat(program.status()).isEqualTo(200);
        assertThat(program.text()).contains("/v3/api-docs");
    }

    @Test
    void pageAllowsOnlyItsOwnScriptsAndStyles(Gateway gateway) {
        var page = gateway.send(gateway.to("/console/"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
                        + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.text()).doesNotContain("http:", "https:", "=\"/");
        assertThat(page.headers()).doesNotContainKey("Set-Cookie");
    }

    @Test
    void filesAreKeptForEverAndNeverOfAnotherVersion(Gateway gateway) {
        var path = "/console/" + version(gateway) + "/app.js";
        var file = gateway.send(gateway.to(path));

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).startsWith("text/javascript");
        assertThat(file.header("Cache-Control")).contains("max-age=31536000", "immutable");
        assertThat(file.headers()).doesNotContainKey("Content-Disposition");
        var again = gateway.send(gateway.to(path).header("If-None-Match", file.header("ETag")));
        assertThat(again.status()).isEqualTo(304);
        var head = gateway.send(gateway.to(path).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length"))
                .isEqualTo(String.valueOf(file.bytes().length));
        for (var other : List.of(
                "/console/0000000000000000/app.js", "/console/" + version(gateway) + "/none.js", "/console/app.js")) {
            assertThat(gateway.send(gateway.to(other)).status()).as(other).isEqualTo(404);
        }
        assertThat(gateway.send(gateway.to("/console/").POST(BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(405);
    }

    @Test
    void everyImportIsServedAndAllTogetherAreSmall(Gateway gateway) throws IOException {
        var files = ConsoleFiles.read();
        var root = "/console/" + version(gateway) + "/";
        long bytes = 0;
        for (var name : files.names()) {
            var answer = gateway.send(gateway.to(root + name).header("Accept-Encoding", "gzip"));
            assertThat(answer.status()).as(name).isEqualTo(200);
            assertThat(answer.header("Content-Encoding")).as(name).isEqualTo("gzip");
            bytes += answer.bytes().length;
            var text = new String(
                    new GZIPInputStream(new ByteArrayInputStream(answer.bytes())).readAllBytes(),
                    StandardCharsets.UTF_8);
            if (name.endsWith(".js")) {
                IMPORT.matcher(text)
                        .results()
                        .map(found -> URI.create(name).resolve(found.group(1)).toString())
                        .forEach(imported -> assertThat(files.names()).as(name).contains(imported));
            }
        }
        assertThat(bytes).isBetween(1L, (long) MOST_BYTES);
    }

    private static String version(Gateway gateway) {
        return VERSION.matcher(gateway.send(gateway.to("/console/")).text())
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }
}
