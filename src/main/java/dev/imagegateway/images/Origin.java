package dev.imagegateway.images;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Scheme, host and port of a URL. */
record Origin(String scheme, String host, int port) {

    /**
     * Returns the origin. A URL without a host, or with a scheme other than http and https, gets one that equals no
     * other.
     */
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
