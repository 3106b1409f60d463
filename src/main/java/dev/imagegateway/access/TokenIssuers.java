package dev.imagegateway.access;

import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import dev.imagegateway.client.Client;
import dev.imagegateway.client.Clients;
import java.io.Closeable;
import java.io.IOException;
import java.text.ParseException;
import java.util.Map;
import org.springframework.security.core.AuthenticationException;

/** The configured issuers of tokens. */
final class TokenIssuers implements Closeable {

    private final Map<String, TokenIssuer> issuers;
    private final Clients clients;

    /** @param issuers by the exact {@code iss} of their tokens */
    TokenIssuers(Map<String, TokenIssuer> issuers, Clients clients) {
        this.issuers = Map.copyOf(issuers);
        this.clients = clients;
    }

    /** Whether a credential that is not a client's key could be a token. */
    boolean couldBeToken(String credential) {
        return !issuers.isEmpty() && credential.chars().filter(c -> c == '.').count() == 2;
    }

    /**
     * Returns the client of a token according to the current configuration.
     *
     * @throws CredentialRefusedException if the token is refused
     * @throws IssuerUnavailableException if the issuer's keys are unavailable
     */
    Client authenticate(String token) {
        SignedJWT signed;
        String issuer;
        try {
            if (!(JWTParser.parse(token) instanceof SignedJWT parsed)) {
                // alg=none
                throw TokenRefusal.ALGORITHM.asException();
            }
            signed = parsed;
            issuer = signed.getJWTClaimsSet().getIssuer();
        } catch (AuthenticationException refused) {
            throw refused;
        } catch (ParseException | RuntimeException _) {
            // the library throws various exceptions for odd headers and claims
            throw TokenRefusal.MALFORMED.asException();
        }
        if (issuer == null || !issuers.containsKey(issuer)) {
            throw TokenRefusal.UNKNOWN_ISSUER.asException();
        }
        return issuers.get(issuer).authenticate(signed, clients.registry());
    }

    @Override
    public void close() throws IOException {
        for (var issuer : issuers.values()) {
            issuer.close();
        }
    }
}
