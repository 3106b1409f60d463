package dev.imagegateway.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.client.Clients;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/** What the console's page has to know before anyone has signed in. */
@Component
final class ConsoleSettings {

    /** The development key, which README prints. No other key is ever in the page's settings. */
    private static final String SANDBOX_KEY = "sandbox-key";

    private final @Nullable OidcProperties oidc;
    private final Clients clients;
    private final boolean isSandbox;

    ConsoleSettings(ConsoleProperties properties, Clients clients, Environment environment) {
        this.oidc = properties.oidc();
        this.clients = clients;
        this.isSandbox = environment.acceptsProfiles(Profiles.of("sandbox"));
    }

    /**
     * The settings.
     *
     * @param sandboxKey the development key, if the sandbox runs and the gateway accepts this key
     * @param oidc the issuer at which people sign in, if there is one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            @JsonProperty("sandbox_key") @Nullable String sandboxKey,
            @Nullable Oidc oidc) {}

    /** The issuer. */
    record Oidc(
            @JsonProperty("authorization_endpoint") @Nullable
            URI authorizationEndpoint,

            @JsonProperty("token_endpoint") @Nullable URI tokenEndpoint,
            @JsonProperty("client_id") String clientId,
            String scope) {}

    View view() {
        var key = isSandbox && clients.registry().ofKey(SANDBOX_KEY).isPresent() ? SANDBOX_KEY : null;
        return new View(
                key,
                oidc == null
                        ? null
                        : new Oidc(oidc.authorizationEndpoint(), oidc.tokenEndpoint(), oidc.clientId(), oidc.scope()));
    }

    @Nullable
    URI tokenEndpoint() {
        return oidc == null ? null : oidc.tokenEndpoint();
    }
}
