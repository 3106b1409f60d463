package dev.imagegateway.client;

import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tokens that are accepted instead of keys ({@code gateway.jwt}).
 *
 * @param issuers accepted issuers; none by default, so that no token is accepted
 * @param clockSkew allowed clock difference to an issuer, 0 to 10 min
 * @param timeout time limit for fetching an issuer's keys, 100 ms to 1 min
 * @param keysTtl how long an issuer's keys are cached, 1 s to 1 day
 * @param keysOutage how long keys are used while their issuer is unavailable, 0 to 30 days
 * @param keysInterval minimum time between two fetches for unknown keys, 100 ms to 1 h
 */
@ConfigurationProperties("gateway.jwt")
public record JwtProperties(
        @DefaultValue List<Issuer> issuers,

        @DefaultValue("30s") @DurationMin() @DurationMax(minutes = 10)
        Duration clockSkew,

        @DefaultValue("3s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration timeout,

        @DefaultValue("5m") @DurationMin(seconds = 1) @DurationMax(days = 1)
        Duration keysTtl,

        @DefaultValue("24h") @DurationMin() @DurationMax(days = 30)
        Duration keysOutage,

        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration keysInterval) {

    /**
     * An issuer.
     *
     * @param issuer the exact value of {@code iss}; without {@code jwk-set-uri}, also the base URL of OpenID Connect
     *     discovery
     * @param jwkSetUri the URL of its keys, if there is no discovery or it must not be trusted
     * @param audiences at least one, of which {@code aud} must contain one
     * @param clientClaim the claim that identifies the client, by name or as a JSON pointer (RFC 6901) to a nested
     *     claim
     * @param rolesClaim the claim with the roles, a string of words or a list; by name or JSON pointer
     * @param adminValues values of that claim that grant the role {@code admin}
     * @param defaultClient the id of the client for subjects that no client names; such subjects are refused by default
     * @param tokenFile a file with a bearer token to send to the issuer, as Kubernetes' API may require
     * @param sslBundle a Spring SSL bundle with the certificates trusted for the issuer
     */
    public record Issuer(
            @DefaultValue("") String issuer,
            @Nullable URI jwkSetUri,
            @DefaultValue List<String> audiences,
            @DefaultValue("sub") String clientClaim,
            @DefaultValue("") String rolesClaim,
            @DefaultValue List<String> adminValues,
            @DefaultValue("") String defaultClient,
            @Nullable Path tokenFile,
            @DefaultValue("") String sslBundle) {

        /** The URL of the keys, or of the discovery document. */
        public URI keysAt() {
            return jwkSetUri != null
                    ? jwkSetUri
                    : URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
        }

        private boolean canBeAsked() {
            try {
                var place = keysAt();
                return place.getHost() != null
                        && ("https".equals(place.getScheme()) || "http".equals(place.getScheme()));
            } catch (IllegalArgumentException _) {
                return false;
            }
        }
    }

    @AssertTrue(message = "keys-interval must be shorter than keys-ttl")
    boolean isKeysIntervalInOrder() {
        return keysInterval.compareTo(keysTtl) < 0;
    }

    /** Returns the faults of the issuers, each with its index in the list. */
    List<String> faults() {
        var faults = new ArrayList<String>();
        var names = new HashSet<String>();
        for (int i = 0; i < issuers.size(); i++) {
            var where = "gateway.jwt.issuers[" + i + "]";
            check(issuers.get(i), where, faults);
            if (issuers.get(i) != null && !names.add(issuers.get(i).issuer())) {
                faults.add(where + ".issuer is that of an earlier one");
            }
        }
        return faults;
    }

    private static void check(@Nullable Issuer issuer, String where, List<String> faults) {
        if (issuer == null) {
            // an empty element, which was reported when the settings were bound
            return;
        }
        if (issuer.issuer().isBlank()) {
            faults.add(where + ".issuer must be the exact value of iss in its tokens");
        }
        if (issuer.audiences().isEmpty() || issuer.audiences().stream().anyMatch(String::isBlank)) {
            faults.add(where + ".audiences must name what its tokens are for, such as image-gateway:"
                    + " a token for another service must not serve here");
        }
        if (issuer.clientClaim().isBlank()) {
            faults.add(where + ".client-claim must be a claim's name, or a JSON pointer to it");
        }
        if (issuer.rolesClaim().isBlank() != issuer.adminValues().isEmpty()) {
            faults.add(where + ".roles-claim and admin-values belong together: set both, or neither");
        }
        if (issuer.adminValues().stream().anyMatch(String::isBlank)) {
            faults.add(where + ".admin-values has an empty element");
        }
        if (!issuer.canBeAsked()) {
            faults.add(where
                    + (issuer.jwkSetUri() == null
                            ? ".issuer is no URL, so it cannot be discovered: set jwk-set-uri"
                            : ".jwk-set-uri must be a URL"));
        }
    }
}
