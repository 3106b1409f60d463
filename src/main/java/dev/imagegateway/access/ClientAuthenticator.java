package dev.imagegateway.access;

import dev.imagegateway.client.Client;
import dev.imagegateway.client.ClientActivity;
import dev.imagegateway.client.Clients;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Authenticates the client of a bearer credential. Spring Security's filter parses the header according to RFC 6750.
 */
final class ClientAuthenticator implements AuthenticationManager {

    private static final String UNKNOWN_KEY = "unknown-key";
    private static final String HASHED_WITH_LINE_BREAK = "hashed-with-line-break";

    private final Clients clients;
    private final TokenIssuers issuers;
    private final ClientActivity activity;
    private final MeterRegistry meters;

    ClientAuthenticator(Clients clients, TokenIssuers issuers, ClientActivity activity, MeterRegistry meters) {
        this.clients = clients;
        this.issuers = issuers;
        this.activity = activity;
        this.meters = meters;
        Stream.concat(
                        Arrays.stream(TokenRefusal.values()).map(TokenRefusal::reason),
                        Stream.of(UNKNOWN_KEY, HASHED_WITH_LINE_BREAK))
                .forEach(this::refused);
    }

    private Counter refused(String reason) {
        return Counter.builder("image.gateway.credential.refused")
                .description("Keys and tokens that were refused")
                .tag("reason", reason)
                .register(meters);
    }

    /**
     * @throws CredentialRefusedException if the credential belongs to no client
     * @throws IssuerUnavailableException if a token cannot be verified
     */
    @Override
    public Authentication authenticate(Authentication authentication) {
        try {
            if (!(authentication instanceof BearerTokenAuthenticationToken bearer)) {
                throw unknown();
            }
            var client = client(bearer.getToken());
            activity.seen(client.id());
            return new ClientAuthentication(client);
        } catch (CredentialRefusedException e) {
            refused(e.reason()).increment();
            throw e;
        }
    }

    /** Tries keys first: that costs one hash, and works while issuers are unavailable. */
    private Client client(String credential) {
        return clients.registry().ofKey(credential).orElseGet(() -> {
            if (issuers.couldBeToken(credential)) {
                return issuers.authenticate(credential);
            }
            throw Stream.of("\n", "\r\n")
                            .anyMatch(end ->
                                    clients.registry().ofKey(credential + end).isPresent())
                    ? hashedWithLineBreak()
                    : unknown();
        });
    }

    /**
     * Detects a hash made with {@code echo KEY | sha256sum}, a common mistake. Only the owner of the key gets this
     * message.
     */
    private static CredentialRefusedException hashedWithLineBreak() {
        return new CredentialRefusedException(
                HASHED_WITH_LINE_BREAK,
                "The gateway has the hash of this key with a line break at its end, as echo KEY | sha256sum makes it."
                        + " Ask its operators to configure the hash of the key alone; their command hash-key makes it.");
    }

    private static CredentialRefusedException unknown() {
        return new CredentialRefusedException(
                UNKNOWN_KEY, "The key in Authorization: Bearer is not one of this gateway's clients.");
    }
}
