package dev.imagegateway.access;

import dev.imagegateway.client.Client;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** The authentication of a known client. Contains no key. */
final class ClientAuthentication extends AbstractAuthenticationToken {

    private final transient Client client;

    ClientAuthentication(Client client) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.client = client;
        setAuthenticated(true);
    }

    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public Client getPrincipal() {
        return client;
    }
}
