package dev.imagegateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may read what the management port has besides health. */
@ExtendWith(Suite.class)
class ManagementAccessTests {

    private static Answer actuator(Gateway gateway, String page, String key) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator" + page));
        return gateway.send(key.isEmpty() ? request : request.header("Authorization", "Bearer " + key));
    }

    @Test
    void everythingButHealthAsksForACredentialIfSetSo(Sandbox sandbox) {
        try (var gateway = Gateway.start(
                sandbox.url(),
                "--gateway.access.management=credential",
                "--gateway.clients[1].id=scraper",
                "--gateway.clients[1].key-hashes=" + Gateway.sha256(TestKeys.TEAM_B),
                "--gateway.clients[1].roles=metrics",
                "--gateway.clients[2].id=ops",
                "--gateway.clients[2].key-hashes=" + Gateway.sha256(TestKeys.ADMIN),
                "--gateway.clients[2].roles=admin")) {
            for (var page : List.of("/health", "/health/liveness", "/health/readiness")) {
                assertThat(actuator(gateway, page, "").status()).isEqualTo(200);
            }
            for (var page :
                    List.of("", "/info", "/metrics", "/prometheus", "/sbom", "/sbom/application", "/env", "/healthy")) {
                assertThat(actuator(gateway, page, "").status()).as(page).isEqualTo(401);
                assertThat(actuator(gateway, page, TestKeys.STRANGER).status())
                        .as(page)
                        .isEqualTo(401);
                assertThat(actuator(gateway, page, TestKeys.CLIENT).status())
                        .as(page)
                        .isEqualTo(403);
            }
            for (var key : List.of(TestKeys.TEAM_B, TestKeys.ADMIN)) {
                assertThat(actuator(gateway, "/prometheus", key).text()).contains("jvm_memory");
            }
        }
    }

    @Test
    void strangersFromAPublicAddressNeedACredentialForWhatIsNotHealth(Sandbox sandbox) {
        try (var gateway = Gateway.start(sandbox.url(), "--server.forward-headers-strategy=native")) {
            var expected = Map.ofEntries(
                    Map.entry("203.0.113.7", 401),
                    Map.entry("10.1.2.3", 200),
                    Map.entry("2001:db8::1", 401),
                    Map.entry("fd00::1", 200),
                    Map.entry("100.100.0.1", 200),
                    Map.entry("100.128.0.1", 401),
                    // some proxies add the port
                    Map.entry("203.0.113.7:4711", 401),
                    Map.entry("10.1.2.3:4711", 200),
                    Map.entry("[2001:db8::1]:4711", 401),
                    Map.entry("[fd00::1]:4711", 200),
                    Map.entry("[fd00::1]", 200),
                    // a trusted proxy before this one is passed over, with a port too
                    Map.entry("203.0.113.7:4711, 10.1.2.3:4712", 401),
                    // names are never resolved
                    Map.entry("localhost", 401),
                    Map.entry("localhost:80", 401),
                    Map.entry("unknown", 401),
                    Map.entry("_hidden", 401),
                    Map.entry("127.1", 401),
                    Map.entry("2130706433", 401),
                    Map.entry("127.0.0.1.", 401),
                    Map.entry("10.1.2.3:x", 401),
                    Map.entry("[fd00::1", 401));
            for (var address : expected.entrySet()) {
                assertThat(infoFor(gateway, "X-Forwarded-For", address.getKey()).status())
                        .as(address.getKey())
                        .isEqualTo(address.getValue());
            }
        }
    }

    private static Answer infoFor(Gateway gateway, String header, String value) {
        return gateway.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/info"))
                        .header(header, value));
    }

    /** Spring's filter for forwarded headers is not on the management port. */
    @Test
    void withTheStrategyFrameworkAForwardedScrapeNeedsACredential(Sandbox sandbox) {
        try (var gateway = Gateway.start(sandbox.url(), "--server.forward-headers-strategy=framework")) {
            assertThat(infoFor(gateway, "X-Forwarded-For", "10.1.2.3").status()).isEqualTo(401);
            assertThat(infoFor(gateway, "X-Other", "10.1.2.3").status()).isEqualTo(200);
        }
    }

    @Test
    void callerBehindAProxyThatNobodyTrustsIsNotOnAPrivateNetwork(Gateway gateway) {
        for (var header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP")) {
            assertThat(infoFor(gateway, header, "for=10.0.0.1").status())
                    .as(header)
                    .isEqualTo(401);
        }
    }
}
