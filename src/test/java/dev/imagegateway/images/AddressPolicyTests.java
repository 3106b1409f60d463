package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.secret.ForeignText;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses a host may have. */
class AddressPolicyTests {

    private static boolean isAllowed(String address, String... networks) {
        return new AddressPolicy(List.of(networks), new ForeignText(List.of()))
                .isAllowed(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "104.18.0.1",
                "172.15.255.255",
                "172.32.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "169.253.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::1",
                // 8.8.8.8 in a network that only has IPv6
                "64:ff9b::808:808",
            })
    void publicAddressIsAllowed(String address) {
        assertThat(isAllowed(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // this host, private, loopback, link-local
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                // metadata of AWS, Google Cloud, Azure and others; of AWS's containers; of Alibaba, Oracle, Azure
                "169.254.169.254",
                "169.254.170.2",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                // carriers' networks, protocols, documentation, benchmarks, multicast, reserved, broadcast
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                // the same of IPv6
                "::",
                "::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "ff02::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "4000::1",
                // IPv4 in IPv6: mapped, compatible, translated, NAT64, local NAT64, 6to4, Teredo
                "::ffff:127.0.0.1",
                "::ffff:a9fe:a9fe",
                "::127.0.0.1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::6440:1",
                "64:ff9b:1::808:808",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::",
                "2001:0:7f00:1::",
            })
    void anyOtherIsNot(String address) {
        assertThat(isAllowed(address)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.0.0/16, true",
        "10.2.0.1, 10.1.0.0/16, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.2, 127.0.0.1, false",
        "::ffff:10.1.2.3, 10.1.0.0/16, true",
        "64:ff9b::a01:203, 10.1.0.0/16, true",
        "64:ff9b::a02:1, 10.1.0.0/16, false",
        "fd12::1, fd12::/16, true",
        "fd13::1, fd12::/16, false",
        "169.254.169.254, 10.0.0.0/8, false",
    })
    void networkIsAllowedIfItIsConfigured(String address, String network, boolean isAllowed) {
        assertThat(isAllowed(address, network)).isEqualTo(isAllowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.0/16", "10.1.2.3", "fd12::/16", "::1", "0.0.0.0/0"})
    void settingIsANetwork(String setting) {
        assertThat(AddressPolicy.isNetwork(setting)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10/8", "127.1", "2130706433", "10.0.0.0/33", "10.0.0.0/", "fd12::/129", "localhost"})
    void settingIsNoNetwork(String setting) {
        assertThat(AddressPolicy.isNetwork(setting)).isFalse();
    }
}
