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
            for (var page : List.of("", "/info", "/metrics", "/prometheus", "/circuitbreakers", "/env", "/healthy")) {
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
            for (var address : Map.of(
                            "203.0.113.7",
                            401,
                            "10.1.2.3",
                            200,
                            "2001:db8::1",
                            401,
                            "fd00::1",
                            200,
                            "100.100.0.1",
                            200,
                            "100.128.0.1",
                            401)
                    .entrySet()) {
                var request = HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/info"))
                        .header("X-Forwarded-For", address.getKey());
                assertThat(gateway.send(request).status()).as(address.getKey()).isEqualTo(address.getValue());
            }
        }
    }

    @Test
    void callerBehindAProxyThatNobodyTrustsIsNotOnAPrivateNetwork(Gateway gateway) {
        for (var header : List.of("X-Forwarded-For", "Forwarded")) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/info"))
                    .header(header, "for=10.0.0.1");
            assertThat(gateway.send(request).status()).isEqualTo(401);
        }
    }
}
