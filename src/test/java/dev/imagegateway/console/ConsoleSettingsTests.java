package dev.imagegateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** {@code gateway.console}, and a path prefix. */
class ConsoleSettingsTests {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    @Test
    void issuerIsToldToThePageWhichMayConnectToIt() {
        try (var gateway = Gateway.start(
                NOWHERE,
                "--server.servlet.context-path=/images",
                "--gateway.console.oidc.authorization-endpoint=https://login.example.com/auth",
                "--gateway.console.oidc.token-endpoint=https://tokens.example.com:8443/token?tenant=a",
                "--gateway.console.oidc.client-id=console")) {
            var settings =
                    gateway.send(gateway.to("/images/console/config.json")).json();
            assertThat(settings.path("oidc").path("authorization_endpoint").asString())
                    .isEqualTo("https://login.example.com/auth");
            assertThat(settings.path("oidc").path("client_id").asString()).isEqualTo("console");
            assertThat(settings.path("oidc").path("scope").asString()).isEqualTo("openid");
            // only the sandbox has a key that may be shown
            assertThat(settings.has("sandbox_key")).isFalse();
            assertThat(gateway.send(gateway.to("/images/console/")).header("Content-Security-Policy"))
                    .contains("connect-src 'self' https://tokens.example.com:8443;");
            assertThat(gateway.send(gateway.to("/images/").header("Accept", "text/html"))
                            .header("Location"))
                    .isEqualTo("console/");
        }
    }

    @Test
    void withoutTheConsoleTheAddressIsAPageOfLinks() {
        try (var gateway = Gateway.start(NOWHERE, "--gateway.console.enabled=false")) {
            var home = gateway.send(gateway.to("/").header("Accept", "text/html"));
            assertThat(home.status()).isEqualTo(200);
            assertThat(home.text()).contains("href=\"/docs\"");
            assertThat(gateway.send(gateway.to("/console/")).problem()).isEqualTo("not-found");
            assertThat(gateway.send(gateway.to("/console/config.json")).problem())
                    .isEqualTo("not-found");
        }
    }
}
