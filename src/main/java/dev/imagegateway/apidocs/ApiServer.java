package dev.imagegateway.apidocs;

import java.net.URI;
import org.springdoc.core.customizers.ServerBaseUrlCustomizer;
import org.springframework.http.HttpRequest;
import org.springframework.stereotype.Component;

/**
 * The server in the API document: the path below which this request reached the gateway. Only the path, because the
 * gateway does not know the scheme and host of a proxy that does not send them.
 */
@Component
final class ApiServer implements ServerBaseUrlCustomizer {

    @Override
    public String customize(String serverBaseUrl, HttpRequest request) {
        var path = URI.create(serverBaseUrl).getPath();
        return path == null || path.isEmpty() ? "/" : path;
    }
}
