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

        /** Where its keys are, or where it says where they are. */
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

    /** What is wrong with the issuers, each with its place in the list. */
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
