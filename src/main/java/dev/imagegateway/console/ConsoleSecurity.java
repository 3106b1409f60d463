package dev.imagegateway.console;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The content security policy of the console's page. It allows neither inline scripts nor inline styles, and nothing
 * from other origins, except to fetch a token. {@code blob:} is for pictures that the page fetched with the caller's
 * credential.
 */
final class ConsoleSecurity {

    private ConsoleSecurity() {}

    /** @param tokenEndpoint where the page exchanges an authorization code; null if nowhere */
    static String policy(@Nullable URI tokenEndpoint) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'"
                + (tokenEndpoint == null ? "" : " " + origin(tokenEndpoint))
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
