package dev.imagegateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.console.ConsoleInBrowser.Running;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.TestIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People sign in at an OpenID Connect issuer instead of with a key. */
@ExtendWith(ConsoleInBrowser.class)
class OidcSignInTests {

    private static final String SUBJECT = "ada@example.com";

    @Test
    void peopleSignInAtTheIssuer(Running console) {
        try (var issuer = TestIssuer.start();
                var page = SignInPage.start(() -> issuer.token(SUBJECT));
                var gateway = gateway(console, issuer, page)) {
            var there = new Running(console.server(), console.gate(), gateway, console.playwright(), console.browser());
            try (var tab = Tab.open(there)) {
                page.refuses("access_denied");
                tab.button("Sign in with your account").click();
                assertThat(tab.find(".notice.error")).containsText("The issuer refused the sign-in: access_denied");

                page.refuses("");
                page.returns("forged");
                tab.button("Sign in with your account").click();
                assertThat(tab.find(".notice.error")).containsText("does not belong to this tab");

                page.returns("");
                tab.button("Sign in with your account").click();
                assertThat(tab.find(".client")).hasText("ada");
                assertThat(tab.page().url()).doesNotContain("code=").doesNotContain("state=");
                tab.page().reload();
                assertThat(tab.find(".client")).hasText("ada");
                tab.generate("a cat");
                tab.hasPicture();
            }
        }
    }

    private static Gateway gateway(Running console, TestIssuer issuer, SignInPage page) {
        var settings = issuer.settings(0);
        return Gateway.start(
                console.server().url(),
                settings.getFirst(),
                settings.getLast(),
                "--gateway.clients[0].id=ada",
                "--gateway.clients[0].subjects[0].issuer=" + issuer.name(),
                "--gateway.clients[0].subjects[0].subject=" + SUBJECT,
                "--gateway.console.oidc.authorization-endpoint=" + page.authorization(),
                "--gateway.console.oidc.token-endpoint=" + page.token(),
                "--gateway.console.oidc.client-id=" + SignInPage.CLIENT);
    }
}
