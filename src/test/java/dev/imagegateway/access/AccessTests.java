package dev.imagegateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.Program;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who is let in, to what, and what is written down about those who are not. */
@ExtendWith({Suite.class, OutputCaptureExtension.class})
class AccessTests {

    private static final String[] MORE_CLIENTS = {
        "--gateway.clients[1].id=scraper",
        "--gateway.clients[1].key-hashes=" + Gateway.sha256(TestKeys.TEAM_B),
        "--gateway.clients[1].roles=metrics",
        "--gateway.clients[1].models=",
        "--gateway.clients[2].id=ops",
        "--gateway.clients[2].key-hashes=" + Gateway.sha256(TestKeys.ADMIN),
        "--gateway.clients[2].roles=admin",
    };

    private static Gateway gateway(Sandbox sandbox, String... settings) {
        return Gateway.start(
                sandbox.url(),
                Stream.concat(Stream.of(MORE_CLIENTS), Stream.of(settings)).toArray(String[]::new));
    }

    private static Answer models(Gateway gateway, String key) {
        return gateway.send(gateway.to("/v1/models").header("Authorization", "Bearer " + key));
    }

    @Test
    void addressWithManyFailuresIsLimitedAndAGoodKeyFromItServes(Sandbox sandbox, CapturedOutput output) {
        // an address of its own, of which no other test's audit line was written a moment ago
        var address = "192.0.2.7";
        try (var gateway = gateway(
                sandbox, "--gateway.access.failures-per-minute=3", "--server.forward-headers-strategy=native")) {
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.send(from(address, gateway.generation(Gateway.A_CAT), TestKeys.STRANGER))
                                .status())
                        .isEqualTo(401);
            }
            var answer = gateway.send(from(address, gateway.generation(Gateway.A_CAT), TestKeys.STRANGER));
            Problems.assertProblem(answer, 429, "rate-limited", "/v1/images/generations");
            // a new connection for each would cost more than the refusal
            assertThat(answer.headers()).doesNotContainKey("Connection");
            assertThat(answer.header("x-should-retry")).isEqualTo("false");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
            // without any, too
            assertThat(gateway.send(gateway.to("/v1/models").header("X-Forwarded-For", address))
                            .status())
                    .isEqualTo(429);

            assertThat(gateway.send(from(address, gateway.generation(Gateway.A_CAT), TestKeys.CLIENT))
                            .status())
                    .isEqualTo(200);
            assertThat(sandbox.posts()).hasSize(1);
            // another's failures are its own
            assertThat(models(gateway, TestKeys.STRANGER).status()).isEqualTo(401);
            assertThat(output)
                    .contains(" audit ", ": unauthenticated requestId=", " reason=unknown-key")
                    .contains(": address-limited requestId=", " source=192.0.2.7 ");
        }
    }

    /** Some proxies add the caller's port, and a caller may send what is no address at all. */
    @ParameterizedTest
    @CsvSource({"native,192.0.2.8", "framework,192.0.2.9"})
    void portsAndNamesAreNoAddressesOfTheirOwn(
            String strategy, String address, Sandbox sandbox, CapturedOutput output) {
        try (var gateway = gateway(
                sandbox, "--gateway.access.failures-per-minute=3", "--server.forward-headers-strategy=" + strategy)) {
            for (var source : List.of(address + ":%d", "name-%d.invalid", "[2001:db8::%d]:80")) {
                var statuses = IntStream.rangeClosed(1, 4)
                        .mapToObj(i -> gateway.send(
                                        from(source.formatted(i), gateway.generation(Gateway.A_CAT), TestKeys.STRANGER))
                                .status())
                        .toList();
                assertThat(statuses).as(source).containsExactly(401, 401, 401, 429);
            }
            // the audit log has one such line a second, which the other strategy's test may have used up
            await().untilAsserted(() -> {
                gateway.send(from("name.invalid", gateway.generation(Gateway.A_CAT), TestKeys.STRANGER));
                assertThat(output).contains(" source=unknown ");
            });
            assertThat(output).contains(" source=" + address + " ").doesNotContain("name-", "name.", address + ":");
        }
    }

    private static HttpRequest.Builder from(String address, HttpRequest.Builder request, String key) {
        return request.setHeader("Authorization", "Bearer " + key).header("X-Forwarded-For", address);
    }

    @Test
    void clientUsesItsOwnModelsOnly(Sandbox sandbox, CapturedOutput output) {
        try (var gateway = gateway(sandbox)) {
            assertThat(models(gateway, TestKeys.CLIENT).json().path("data").valueStream())
                    .filteredOn(model -> model.path("allowed").booleanValue())
                    .extracting(model -> model.path("id").asString())
                    .contains(Gateway.MODEL_ID, "flux/schnell");
            assertThat(models(gateway, TestKeys.TEAM_B).json().path("data").valueStream())
                    .isNotEmpty()
                    .noneMatch(model -> model.path("allowed").booleanValue());
            for (var query : List.of("", "?dry_run=true")) {
                var answer = gateway.send(gateway.generation(Gateway.A_CAT)
                        .uri(gateway.to("/v1/images/generations" + query)
                                .build()
                                .uri())
                        .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B)
                        .header("X-Request-Id", "forbidden-1"));
                Problems.assertProblem(answer, 403, "forbidden", "/v1/images/generations");
            }
            assertThat(sandbox.posts()).isEmpty();
            assertThat(output)
                    .contains(": forbidden client=scraper requestId=forbidden-1 source=127.0.0.1"
                            + " reason=\"Your client may not use this model");
        }
    }

    @Test
    void nobodyMayCallFromABrowsersPage(Gateway gateway) {
        var preflight = gateway.to("/v1/images/generations")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST");

        var answer = gateway.send(preflight);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    @Test
    void everyAnswerTellsBrowsersToBeCareful(Gateway gateway) {
        for (var answer : List.of(
                gateway.generate(Gateway.A_CAT),
                gateway.send(gateway.to("/nothing")),
                gateway.send(gateway.to("/problems")),
                gateway.actuator("/health"))) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
        }
    }

    @Test
    void decisionsThatMatterAreOneLineEachAndNotOneForEachOfAThousand(Sandbox sandbox, CapturedOutput output) {
        try (var gateway = gateway(
                sandbox,
                "--gateway.clients[0].id=looping",
                "--gateway.clients[0].limits.requests-per-minute=1",
                "--gateway.clients[0].limits.requests-burst=2",
                "--gateway.clients[1].budget.credits-per-day=1",
                "--gateway.clients[1].models=stable-diffusion-v3-medium")) {
            var prompt = "{" + Gateway.MODEL + ",\"prompt\":\"a very private prompt\"}";
            gateway.send(gateway.generation(prompt)
                    .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B)
                    .header("X-Request-Id", "broke-1"));
            for (int i = 0; i < 100; i++) {
                models(gateway, TestKeys.CLIENT);
            }
            assertThat(output.toString().lines().filter(line -> line.contains(": rate-limited ")))
                    .hasSizeBetween(1, 20)
                    .allMatch(line -> line.contains(" limit=requests allowed=1"));
            assertThat(output)
                    .contains(": budget-exhausted client=scraper requestId=broke-1 ")
                    .doesNotContain("a very private prompt");
        }
    }

    /** flux-2 and qwen-image are names of models and of what people call their families. */
    @Test
    void nameOfAModelGrantsNoneOfItsFamily(Sandbox sandbox) {
        try (var gateway = gateway(sandbox, "--gateway.clients[1].models=flux-2,qwen-image")) {
            for (var model : List.of("flux-2", "alibaba/qwen-image")) {
                assertThat(byTeamB(gateway, model)).isEqualTo(200);
            }
            for (var model : List.of("flux-2-pro", "alibaba/qwen-image-2-0-pro")) {
                assertThat(byTeamB(gateway, model)).isEqualTo(403);
            }
        }
    }

    private static int byTeamB(Gateway gateway, String model) {
        return gateway.send(gateway.generation("{\"model\":\"" + model + "\",\"prompt\":\"a cat\"}")
                        .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B))
                .status();
    }

    @Test
    void keyThatAimlRefusesIsWrittenDown(Sandbox sandbox, CapturedOutput output) {
        try (var gateway = gateway(sandbox, "--gateway.upstream.api-key=" + TestKeys.UPSTREAM_NEXT)) {
            assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo("provider-account");

            assertThat(output)
                    .contains(": upstream-key-rested key=0", " reason=bad-key ")
                    .doesNotContain(TestKeys.UPSTREAM_NEXT);
        }
    }

    @Test
    void keyOfSomebodyElsesMakingIsHashedWithoutItsLineBreak() {
        var hashed = Program.fed(TestKeys.TEAM_B + "\r\n", "hash-key");
        var refused = Program.fed("pa$$word\n", "hash-key");

        assertThat(hashed.exit()).isZero();
        assertThat(hashed.output()).contains("hash " + Gateway.sha256(TestKeys.TEAM_B));
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.output()).contains("Not a usable key", "new-key").doesNotContain("pa$$word", "hash ");
    }

    @Test
    void newKeyIsPrintedOnceWithItsHashAndServes(Sandbox sandbox) {
        var program = Program.run(Map.of(), "new-key");

        assertThat(program.exit()).isZero();
        var lines = program.output()
                .lines()
                .filter(line -> line.matches("(key |hash) .*"))
                .toList();
        assertThat(lines).hasSize(2);
        var key = lines.get(0).substring(5);
        var hash = lines.get(1).substring(5);
        assertThat(key).matches("igw-[A-Za-z0-9_-]{43}");
        assertThat(hash).isEqualTo(Gateway.sha256(key));
        assertThat(Program.run(Map.of(), "new-key").output()).doesNotContain(key);
        try (var gateway = Gateway.start(
                sandbox.url(), "--gateway.clients[1].id=new", "--gateway.clients[1].key-hashes=" + hash)) {
            assertThat(models(gateway, key).status()).isEqualTo(200);
        }
    }
}
