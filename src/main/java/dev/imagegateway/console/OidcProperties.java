package dev.imagegateway.console;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An OpenID Connect issuer at which the console's page gets an access token, by authorization code with PKCE
 * ({@code gateway.console.oidc}). The gateway itself never calls it; it checks the tokens by {@code gateway.jwt}.
 *
 * @param authorizationEndpoint the URL that the browser opens to sign in
 * @param tokenEndpoint the URL at which the page exchanges the code for a token; it must allow the page's origin (CORS)
 * @param clientId the id of the console at the issuer, a public client
 * @param scope scopes, separated by spaces
 */
record OidcProperties(
        @Nullable URI authorizationEndpoint,
        @Nullable URI tokenEndpoint,
        @DefaultValue("") @NotBlank String clientId,
        @DefaultValue("openid") @NotBlank String scope) {

    @AssertTrue(
            message =
                    "authorization-endpoint and token-endpoint must both be https URLs (http is allowed for localhost)"
                            + " without user and fragment")
    boolean isEndpointsUsable() {
        return isUsable(authorizationEndpoint) && isUsable(tokenEndpoint);
    }

    private static boolean isUsable(@Nullable URI endpoint) {
        return endpoint != null
                && endpoint.getHost() != null
                && endpoint.getRawUserInfo() == null
                && endpoint.getRawFragment() == null
                && ("https".equals(endpoint.getScheme())
                        || ("http".equals(endpoint.getScheme()) && isLocal(endpoint.getHost())));
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
