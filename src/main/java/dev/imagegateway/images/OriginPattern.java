package dev.imagegateway.images;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One of {@code gateway.delivery.allowed-origins}: an origin, or all subdomains of one.
 *
 * @param origin the origin, or the one whose subdomains are meant
 * @param isWildcard whether the subdomains are meant, at any depth, and not the origin itself
 */
record OriginPattern(Origin origin, boolean isWildcard) {

    private static final Pattern WILDCARD = Pattern.compile("(https?://)\\*\\.(.+)");

    /** A name like this is an address to some programs: 2130706433 and 0177.0.0.1 are 127.0.0.1. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?\\d[^.]*");

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** Parses {@code https://host}, {@code https://host:port} or {@code https://*.example.com}; empty if malformed. */
    static Optional<OriginPattern> of(String text) {
        var wildcard = WILDCARD.matcher(text);
        var isWildcard = wildcard.matches();
        var plain = isWildcard ? wildcard.group(1) + wildcard.group(2) : text;
        Origin origin;
        try {
            origin = Origin.of(new URI(plain));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
        var isPlain = (origin.scheme().equals("https") || origin.scheme().equals("http"))
                && origin.toString().equals(plain)
                && isHost(origin.host());
        // otherwise it would match a whole top-level domain
        var isNarrow = !isWildcard || (origin.host().indexOf('.') > 0 && !isAddress(origin.host()));
        return isPlain && isNarrow ? Optional.of(new OriginPattern(origin, isWildcard)) : Optional.empty();
    }

    /** Whether the host is an address in its usual form, or a name without a dot at its end that nobody takes for one. */
    private static boolean isHost(String host) {
        if (!isAddress(host)) {
            return !host.isEmpty()
                    && !host.endsWith(".")
                    && !ENDS_IN_NUMBER.matcher(host).matches();
        }
        // a zone is a network interface of this machine
        return host.indexOf('%') < 0 && (host.startsWith("[") || isCanonical(host));
    }

    private static boolean isCanonical(String ipv4) {
        try {
            return InetAddress.ofLiteral(ipv4).getHostAddress().equals(ipv4);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || IPV4.matcher(host).matches();
    }

    boolean matches(Origin other) {
        var isMeant = isWildcard
                ? other.host().endsWith("." + origin.host())
                : other.host().equals(origin.host());
        return isMeant && other.scheme().equals(origin.scheme()) && other.port() == origin.port();
    }

    /** Whether it names the server so directly that the server may have any address. */
    boolean isExplicit() {
        return isAddress(origin.host()) || (!isWildcard && origin.host().equals("localhost"));
    }
}
