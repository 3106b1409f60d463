package dev.imagegateway.sandbox;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A received request.
 *
 * @param uri path and query, undecoded
 * @param body empty until it is read
 */
record Call(String method, String uri, HttpHeaders headers, String body) {

    String path() {
        return new QueryStringDecoder(uri).path();
    }

    Map<String, List<String>> query() {
        return new QueryStringDecoder(uri).parameters();
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    boolean isJson() {
        String type = headers.get("Content-Type");
        return type != null && type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json");
    }

    Call withBody(String text) {
        return new Call(method, uri, headers, text);
    }
}
