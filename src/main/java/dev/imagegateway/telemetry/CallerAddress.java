package dev.imagegateway.telemetry;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The IP address of a caller, as its connection or a trusted proxy states it. Text is parsed as an address and never
 * resolved, because a forwarded header may contain any text.
 */
public final class CallerAddress {

    /** The text for a caller whose address is not stated as an address. RFC 7239 has the same word. */
    public static final String UNKNOWN = "unknown";

    /** A subscriber usually controls a whole /64 of IPv6 and can call from any address in it. */
    private static final int SUBSCRIBER_BYTES = 8;

    /** Stricter than Java, which takes {@code 127.1} and {@code 2130706433} for addresses too. */
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private static final Pattern IPV4_WITH_PORT = Pattern.compile("([\\d.]+):\\d{1,5}");

    /** With or without a port. */
    private static final Pattern BRACKETED = Pattern.compile("\\[([^]]*)](:\\d{1,5})?");

    private final @Nullable InetAddress ip;

    private CallerAddress(@Nullable InetAddress ip) {
        this.ip = ip;
    }

    /**
     * Parses an address: IPv4 or IPv6, with or without a port. IPv6 with a port must have brackets.
     *
     * @param text what a connection or a forwarded header states; null if the connection is closed
     */
    public static CallerAddress of(@Nullable String text) {
        return new CallerAddress(text == null ? null : parse(withoutPort(text.strip())));
    }

    private static String withoutPort(String text) {
        var bracketed = BRACKETED.matcher(text);
        var address = bracketed.matches() ? bracketed.group(1) : text;
        // Spring's filter for forwarded headers puts brackets around all of it
        var withPort = IPV4_WITH_PORT.matcher(address);
        return withPort.matches() ? withPort.group(1) : address;
    }

    private static @Nullable InetAddress parse(String text) {
        if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
            return null;
        }
        var zone = text.indexOf('%');
        try {
            return InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Returns the address without port and zone, or {@link #UNKNOWN}. */
    public String text() {
        return ip == null ? UNKNOWN : ip.getHostAddress();
    }

    /**
     * Whether the address is loopback, link-local, in RFC 1918 or RFC 4193, or in 100.64.0.0/10 (RFC 6598), used for
     * pods. An unknown address is not private.
     */
    public boolean isPrivate() {
        if (ip == null) {
            return false;
        }
        var bytes = ip.getAddress();
        return ip.isLoopbackAddress()
                || ip.isLinkLocalAddress()
                || ip.isSiteLocalAddress()
                || (bytes.length == 16 ? (bytes[0] & 0xfe) == 0xfc : bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
    }

    /** The part that identifies a subscriber: the whole address, or the /64 for IPv6. Unknown ones share one. */
    public String subscriber() {
        return Optional.ofNullable(ip)
                .map(InetAddress::getAddress)
                .filter(bytes -> bytes.length > SUBSCRIBER_BYTES)
                .map(bytes -> HexFormat.of().formatHex(Arrays.copyOf(bytes, SUBSCRIBER_BYTES)))
                .orElseGet(this::text);
    }
}
