package dev.imagegateway.client;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Which client a bearer credential belongs to. Spring Security's filter reads the header by RFC 6750. */
final class ClientAuthenticator implements AuthenticationManager {

    private final Clients clients;

    ClientAuthenticator(Clients clients) {
        this.clients = clients;
    }

    /** @throws CredentialRefusedException when it is nobody's */
    @Override
    public Authentication authenticate(Authentication authentication) {
        if (!(authentication instanceof BearerTokenAuthenticationToken bearer)) {
            throw unknown();
        }
        return clients.registry()
                .ofKey(bearer.getToken())
                .map(ClientAuthentication::new)
                .orElseThrow(ClientAuthenticator::unknown);
    }

    private static CredentialRefusedException unknown() {
        return new CredentialRefusedException(
                "unknown-key", "The key in Authorization: Bearer is not one of this gateway's clients.");
    }
}
