package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be written in {@code gateway.delivery.allowed-origins}, and which URLs it means. */
class OriginPatternTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "cdn.example.com",
                "https://",
                "https://*",
                "https://*.",
                "https://*.com",
                "https://*.com.",
                "https://*.localhost",
                "https://*.10.0.0.1",
                "https://*.[::1]",
                "https://*.*.example.com",
                "https://a.*.example.com",
                "https://a*.example.com",
                "https://example.com:*",
                "*://example.com",
                "ftp://example.com",
                "https://example.com/",
                "https://example.com/a",
                "https://example.com?a",
                "https://user@example.com",
                "https://Example.com",
                "https://example.com.",
                "https://example.com:443",
                "http://example.com:80",
                "https://ex_ample.com",
                "https://b\u00fccher.example",
                "http://2130706433",
                "http://0x7f000001",
                "http://0177.0.0.1",
                "http://127.1",
                "http://[fe80::1%25eth0]",
            })
    void isRefused(String text) {
        assertThat(OriginPattern.of(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com, https://example.com/a.png, true",
        "https://example.com, HTTPS://EXAMPLE.COM:443/a.png, true",
        "https://example.com, http://example.com/a.png, false",
        "https://example.com, https://example.com:8443/a.png, false",
        "https://example.com, https://a.example.com/a.png, false",
        "https://example.com, https://example.com./a.png, false",
        "https://*.example.com, https://a.example.com/a.png, true",
        "https://*.example.com, https://A.B.Example.Com/a.png, true",
        "https://*.example.com, https://example.com/a.png, false",
        "https://*.example.com, https://aexample.com/a.png, false",
        "https://*.example.com, https://a.example.com.org/a.png, false",
        "https://*.example.com, https://a.example.com./a.png, false",
        "https://*.example.com, https://.example.com/a.png, false",
        "https://*.example.com, https://example.org/.example.com, false",
        "https://*.example.com, https://example.org#.example.com, false",
        "https://*.example.com:8443, https://a.example.com:8443/a.png, true",
        "https://*.example.com:8443, https://a.example.com/a.png, false",
        "http://*.example.com, http://a.example.com/a.png, true",
        "http://127.0.0.1:8089, http://127.0.0.1:8089/a.png, true",
        "http://127.0.0.1:8089, http://[::ffff:127.0.0.1]:8089/a.png, false",
        "http://[::1]:8089, http://[::1]:8089/a.png, true",
    })
    void matches(String pattern, String url, boolean isMeant) {
        assertThat(OriginPattern.of(pattern).orElseThrow().matches(Origin.of(URI.create(url))))
                .isEqualTo(isMeant);
    }
}
