package dev.imagegateway.delivery;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Scheme, host and port of a URL, comparable. */
record Origin(String scheme, String host, int port) {

    /** The origin; of a URL without a host or with another scheme than http and https, one that equals no other's. */
    static Origin of(URI url) {
        var scheme = lower(url.getScheme());
        var standard = standardPort(scheme);
        return new Origin(scheme, lower(url.getHost()), url.getPort() == -1 ? standard : url.getPort());
    }

    private static int standardPort(String scheme) {
        return switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> -1;
        };
    }

    private static String lower(@Nullable String part) {
        return part == null ? "" : part.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return scheme + "://" + host + (port == standardPort(scheme) ? "" : ":" + port);
    }
}
