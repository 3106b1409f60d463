package dev.imagegateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The address under which callers reach the gateway ({@code gateway}).
 *
 * @param publicUrl scheme, host, port and path prefix. By default, that of each request, which a proxy's
 *     {@code X-Forwarded} headers change if {@code server.forward-headers-strategy} says so.
 */
@ConfigurationProperties("gateway")
public record PublicUrl(@Nullable URI publicUrl) {

    /** Returns the address for links in the response to a request, without a slash at the end. */
    public String of(HttpServletRequest request) {
        if (publicUrl == null) {
            return ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
        }
        var url = publicUrl.toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
