package dev.imagegateway.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The address under which callers reach the gateway ({@code gateway}).
 *
 * @param publicUrl scheme, host, port and path prefix. By default, that of each request, which a proxy's
 *     {@code X-Forwarded} headers change if {@code server.forward-headers-strategy} says so.
 */
@ConfigurationProperties("gateway")
public record PublicUrl(@Nullable URI publicUrl) {

    @AssertTrue(
            message = "public-url must be an http or https URL with a host, without user, query and fragment, such as"
                    + " https://images.example.com/gateway")
    boolean isPublicUrlUsable() {
        return publicUrl == null
                || (publicUrl.getHost() != null
                        && ("https".equals(publicUrl.getScheme()) || "http".equals(publicUrl.getScheme()))
                        && publicUrl.getRawUserInfo() == null
                        && publicUrl.getRawQuery() == null
                        && publicUrl.getRawFragment() == null);
    }

    /** Returns the address for links in the response to a request, without a slash at the end. */
    public String of(HttpServletRequest request) {
        if (publicUrl == null) {
            return of(request.getScheme(), request.getServerName(), request.getServerPort()) + request.getContextPath();
        }
        var url = publicUrl.toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String of(String scheme, String host, int port) {
        var isUsual = port <= 0 || port == ("https".equals(scheme) ? 443 : 80);
        return scheme + "://" + host + (isUsual ? "" : ":" + port);
    }
}
