package dev.imagegateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.imagegateway.client.Client;
import dev.imagegateway.client.ClientRegistry;
import dev.imagegateway.client.JwtProperties;
import dev.imagegateway.client.TokenSubject;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies the tokens of one issuer: signature, audience and validity. Maps them to clients. */
final class TokenIssuer implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(TokenIssuer.class);

    /**
     * Only signatures with private keys. With a shared secret (HS256), everyone who verifies tokens could also create
     * them.
     */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /**
     * RFC 9068 names access tokens {@code at+jwt}; other types are not access tokens. RFC 7515 (section 4.1.9) allows
     * both the full media type and the short form.
     */
    private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES = new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT,
            new JOSEObjectType("application/jwt"),
            new JOSEObjectType("at+jwt"),
            new JOSEObjectType("application/at+jwt"),
            null);

    private final JwtProperties.Issuer settings;
    private final Duration clockSkew;
    private final KeptKeys keys;
    private final DefaultJWTProcessor<SecurityContext> signatures;
    private final ClaimPath clientClaim;
    private final ClaimPath rolesClaim;

    TokenIssuer(JwtProperties.Issuer settings, Duration clockSkew, KeptKeys keys) {
        this.settings = settings;
        this.clockSkew = clockSkew;
        this.keys = keys;
        this.signatures = new DefaultJWTProcessor<>();
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        signatures.setJWSTypeVerifier(TYPES);
        // claims are verified below, so that each refusal has its own reason
        signatures.setJWTClaimsSetVerifier(null);
        this.clientClaim = new ClaimPath(settings.clientClaim());
        this.rolesClaim = new ClaimPath(settings.rolesClaim());
    }

    /**
     * Returns the client of a token.
     *
     * @param clients the current clients
     * @throws CredentialRefusedException if the token is refused
     * @throws IssuerUnavailableException if there are no keys to verify it
     */
    Client authenticate(SignedJWT token, ClientRegistry clients) {
        var claims = signed(token);
        checkAudience(claims);
        checkTime(claims, Instant.now());
        var client = clientClaim
                .text(claims)
                .flatMap(subject -> clients.of(new TokenSubject(settings.issuer(), subject))
                        .or(() -> clients.named(settings.defaultClient())))
                .orElseThrow(TokenRefusal.UNKNOWN_SUBJECT::asException);
        return Collections.disjoint(rolesClaim.words(claims), settings.adminValues())
                ? client
                : client.with(Client.Role.ADMIN);
    }

    private JWTClaimsSet signed(SignedJWT token) {
        if (!ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
            throw TokenRefusal.ALGORITHM.asException();
        }
        try {
            return signatures.process(token, null);
        } catch (KeySourceException _) {
            throw new IssuerUnavailableException();
        } catch (BadJOSEException | JOSEException _) {
            throw TokenRefusal.SIGNATURE.asException();
        } catch (RuntimeException e) {
            // a token or key that the library did not expect must not become a failure of the gateway
            log.debug("A token could not be verified", e);
            throw TokenRefusal.SIGNATURE.asException();
        }
    }

    private void checkAudience(JWTClaimsSet claims) {
        if (Collections.disjoint(claims.getAudience(), settings.audiences())) {
            throw TokenRefusal.WRONG_AUDIENCE.asException();
        }
    }

    private void checkTime(JWTClaimsSet claims, Instant now) {
        var expiry = claims.getExpirationTime();
        if (expiry == null) {
            throw TokenRefusal.NO_EXPIRY.asException();
        }
        if (!now.minus(clockSkew).isBefore(expiry.toInstant())) {
            throw TokenRefusal.EXPIRED.asException();
        }
        var from = claims.getNotBeforeTime();
        if (from != null && now.plus(clockSkew).isBefore(from.toInstant())) {
            throw TokenRefusal.NOT_YET_VALID.asException();
        }
    }

    @Override
    public void close() throws IOException {
        keys.close();
    }
}
