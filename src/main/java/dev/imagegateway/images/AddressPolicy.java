package dev.imagegateway.images;

import dev.imagegateway.images.FetchFailedException.Reason;
import dev.imagegateway.secret.ForeignText;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.InetAddressFilter;

/**
 * Decides which addresses images are fetched from: public ones, and those in {@code gateway.delivery.allowed-networks}.
 * It is asked with the addresses that a host's name was resolved to, and the connection uses what it returns, so the
 * name cannot resolve to another address after the check.
 */
final class AddressPolicy {

    private static final Logger log = LoggerFactory.getLogger(AddressPolicy.class);

    /** The usual forms. Spring Boot's filter accepts others too, and takes {@code 10/8} for 0.0.0.0/8. */
    private static final Pattern NETWORK =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(/\\d{1,3})?");

    /**
     * Beyond what Spring Boot 4.1 excludes (the IANA registries of special-purpose addresses, multicast, private and
     * local ones): Azure's host agent, which has a public address, and the newer documentation prefix (RFC 9637).
     */
    private static final InetAddressFilter EXTERNAL =
            InetAddressFilter.externalAddresses().andNot("168.63.129.16", "3fff::/20");

    /** All public IPv6 addresses. Others may contain an IPv4 address (RFC 4291, 2.5.5), or are not assigned. */
    private static final InetAddressFilter GLOBAL_UNICAST = InetAddressFilter.of("2000::/3");

    /** Addresses that DNS64 makes for IPv4 hosts in a network that only has IPv6 (RFC 6052). */
    private static final InetAddressFilter NAT64 = InetAddressFilter.of("64:ff9b::/96");

    private static final int IPV4_BYTES = 4;

    /** Characters in the log. */
    private static final int MAX_HOST_LENGTH = 300;

    private final InetAddressFilter configured;
    private final ForeignText foreign;

    /** @param networks addresses that are allowed although they are not public, such as {@code 10.1.0.0/16} */
    AddressPolicy(List<String> networks, ForeignText foreign) {
        this.configured =
                networks.isEmpty() ? InetAddressFilter.none() : InetAddressFilter.of(networks.toArray(String[]::new));
        this.foreign = foreign;
    }

    /** Whether a setting is an address or a network. */
    static boolean isNetwork(String text) {
        try {
            var _ = InetAddressFilter.of(text);
            return NETWORK.matcher(text).matches();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /**
     * Returns the allowed ones of a host's addresses.
     *
     * @param resolved all of one host
     * @throws FetchFailedException if none is allowed. A retry is possible, because names can change.
     */
    List<? extends SocketAddress> allowed(List<? extends SocketAddress> resolved) {
        var allowed = resolved.stream()
                .filter(address -> address instanceof InetSocketAddress inet && isAllowed(inet.getAddress()))
                .toList();
        if (allowed.isEmpty()) {
            log.warn(
                    "Image not fetched: its host has no public address and none in gateway.delivery.allowed-networks: {}",
                    foreign.line(resolved.toString(), MAX_HOST_LENGTH));
            throw new FetchFailedException("its host has no address that images are fetched from", Reason.UNAVAILABLE);
        }
        return allowed;
    }

    boolean isAllowed(InetAddress address) {
        if (configured.matches(address)) {
            return true;
        }
        if (NAT64.matches(address)) {
            return isAllowed(embedded(address));
        }
        return EXTERNAL.matches(address) && (address instanceof Inet4Address || GLOBAL_UNICAST.matches(address));
    }

    private static InetAddress embedded(InetAddress address) {
        var bytes = address.getAddress();
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
