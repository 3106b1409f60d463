package dev.imagegateway.client;

import dev.imagegateway.problem.StartupException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are taken instead of keys ({@code gateway.jwt}).
 *
 * @param issuers none by default: no token is taken
 * @param clockSkew by how much an issuer's clock may differ from ours, 0 to 10 min
 * @param timeout for one look at an issuer's keys, 100 ms to 1 min
 * @param keysTtl after how long an issuer's keys are asked for again, 1 s to 1 day
 * @param keysOutage for how long keys are used further while their issuer does not answer, 0 to 30 days
 * @param keysInterval the least time between two looks for a key that is not known, 100 ms to 1 h
 */
@ConfigurationProperties("gateway.jwt")
record JwtProperties(
        @DefaultValue List<Issuer> issuers,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue("3s") Duration timeout,
        @DefaultValue("5m") Duration keysTtl,
        @DefaultValue("24h") Duration keysOutage,
        @DefaultValue("10s") Duration keysInterval) {

    /**
     * One issuer.
     *
     * @param issuer the exact value of {@code iss}; where there is no {@code jwk-set-uri}, the URL below which OpenID
     *     Connect's discovery is
     * @param jwkSetUri where its keys are, when there is no discovery or it is not to be trusted
     * @param audiences one of them has to be in {@code aud}; at least one
     * @param clientClaim the claim that says who it is of, by its name, or by a JSON pointer (RFC 6901) to a nested one
     * @param rolesClaim the claim, a text of words or a list, whose values may give roles; by name or JSON pointer
     * @param adminValues values of that claim which give the role {@code admin}
     * @param defaultClient the id of the client that anybody is whose {@code client-claim} no client names; refused when
     *     left out
     * @param tokenFile a file with a bearer token to show to the issuer, as Kubernetes' API may ask for
     * @param sslBundle a Spring SSL bundle with what to trust of the issuer
     */
    record Issuer(
            @DefaultValue("") String issuer,
            @Nullable URI jwkSetUri,
            @DefaultValue List<String> audiences,
            @DefaultValue("sub") String clientClaim,
            @DefaultValue("") String rolesClaim,
            @DefaultValue List<String> adminValues,
            @DefaultValue("") String defaultClient,
            @Nullable Path tokenFile,
            @DefaultValue("") String sslBundle) {

        /** Where its keys are, or where it says where they are. */
        URI keysAt() {
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

    JwtProperties {
        StartupException.unlessWithin("gateway.jwt.clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(10));
        StartupException.unlessWithin("gateway.jwt.timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
        StartupException.unlessWithin("gateway.jwt.keys-ttl", keysTtl, Duration.ofSeconds(1), Duration.ofDays(1));
        StartupException.unlessWithin("gateway.jwt.keys-outage", keysOutage, Duration.ZERO, Duration.ofDays(30));
        StartupException.unlessWithin(
                "gateway.jwt.keys-interval", keysInterval, Duration.ofMillis(100), Duration.ofHours(1));
        if (keysInterval.compareTo(keysTtl) >= 0) {
            throw new StartupException("gateway.jwt.keys-interval must be shorter than keys-ttl");
        }
        var names = new HashSet<String>();
        for (int i = 0; i < issuers.size(); i++) {
            check(issuers.get(i), "gateway.jwt.issuers[" + i + "]");
            if (!names.add(issuers.get(i).issuer())) {
                throw new StartupException("gateway.jwt.issuers[" + i + "].issuer is that of an earlier one");
            }
        }
    }

    private static void check(Issuer issuer, String where) {
        if (issuer.issuer().isBlank()) {
            throw new StartupException(where + ".issuer must be the exact value of iss in its tokens");
        }
        if (issuer.audiences().isEmpty() || issuer.audiences().stream().anyMatch(String::isBlank)) {
            throw new StartupException(where + ".audiences must name what its tokens are for, such as image-gateway:"
                    + " a token for another service must not serve here");
        }
        if (issuer.clientClaim().isBlank()) {
            throw new StartupException(where + ".client-claim must be a claim's name, or a JSON pointer to it");
        }
        if (issuer.rolesClaim().isBlank() != issuer.adminValues().isEmpty()) {
            throw new StartupException(where + ".roles-claim and admin-values belong together: set both, or neither");
        }
        if (!issuer.canBeAsked()) {
            throw new StartupException(where
                    + (issuer.jwkSetUri() == null
                            ? ".issuer is no URL, so it cannot be discovered: set jwk-set-uri"
                            : ".jwk-set-uri must be a URL"));
        }
    }
}
