package dev.imagegateway.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says what is wrong with a path that the container or Spring Security's firewall rejects. */
public final class RejectedPath {

    /** Rejected because servers and proxies read them differently. In lower case. */
    private static final List<String> AMBIGUOUS =
            List.of(";", "%3b", "%2f", "%5c", "\\", "%25", "%2e", "%00", "%0a", "%0d", "/./", "/../");

    private RejectedPath() {}

    /** Returns a sentence for the caller; empty if the path seems right. */
    public static Optional<String> detail(String path) {
        if (path.contains("//")) {
            return Optional.of("The path contains two slashes in a row (//): send it with single slashes. A base URL"
                    + " that ends in a slash often causes this.");
        }
        var lower = path.toLowerCase(Locale.ROOT);
        return AMBIGUOUS.stream()
                .filter(lower::contains)
                .findFirst()
                .map(part -> "The path contains " + part + ", which no path of this gateway has: send it without.");
    }
}
