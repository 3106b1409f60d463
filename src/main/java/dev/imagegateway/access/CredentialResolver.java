package dev.imagegateway.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

/**
 * Finds the credential of a request: {@code Authorization: Bearer} according to RFC 6750, or {@code api-key}, which
 * Azure OpenAI's clients send. Both headers are taken only with the same credential.
 */
final class CredentialResolver implements BearerTokenResolver {

    static final String API_KEY = "api-key";

    /** Error code for two different credentials. */
    static final String AMBIGUOUS = "ambiguous-credential";

    /** The characters of a bearer token (RFC 6750, section 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final BearerTokenResolver bearer = new DefaultBearerTokenResolver();

    /** @throws OAuth2AuthenticationException if a credential is malformed, or there are two different ones */
    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        var token = bearer.resolve(request);
        var key = apiKey(request);
        if (key == null) {
            return token;
        }
        if (token != null && !token.equals(key)) {
            throw new OAuth2AuthenticationException(new OAuth2Error(AMBIGUOUS));
        }
        if (!TOKEN.matcher(key).matches()) {
            throw new OAuth2AuthenticationException(new OAuth2Error("invalid_token"));
        }
        return key;
    }

    /** Returns the value of {@code api-key}; null if there is none. */
    static @Nullable String apiKey(HttpServletRequest request) {
        var key = request.getHeader(API_KEY);
        return key == null || key.isBlank() ? null : key.strip();
    }
}
