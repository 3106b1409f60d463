package dev.imagegateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client's limits allow, wherever they are counted. */
@ExtendWith(Suite.class)
abstract class LimitContract {

    /** So slow that nothing comes back while a test runs. */
    private static final String SLOW = "1";

    /** Where limits are counted. */
    abstract List<String> store();

    /** A gateway with one limited client, and {@code team-b} that is not. */
    private Gateway gateway(Sandbox sandbox, String... limits) {
        return start(sandbox, new ArrayList<>(store()), limits);
    }

    /** One like it, whose generations can be held. */
    private Gateway gatewayBefore(PostGate gate, Sandbox sandbox, String... limits) {
        var settings = new ArrayList<>(store());
        settings.add(gate.setting());
        return start(sandbox, settings, limits);
    }

    private static Gateway start(Sandbox sandbox, List<String> settings, String... limits) {
        Stream.of(limits).forEach(limit -> settings.add("--gateway.clients[0].limits." + limit));
        settings.addAll(List.of(
                "--gateway.clients[1].id=team-b",
                "--gateway.clients[1].key-hashes=" + Gateway.sha256(TestKeys.TEAM_B)));
        return Gateway.start(sandbox.url(), settings.toArray(String[]::new));
    }

    private static HttpRequest.Builder models(Gateway gateway, String key) {
        return gateway.to("/v1/models").header("Authorization", "Bearer " + key);
    }

    private static String images(int count) {
        return "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"n\":" + count + "}";
    }

    @Test
    void requestsBeyondTheBurstAreRefusedAndSayWhenToComeBack(Sandbox sandbox) {
        try (var gateway = gateway(sandbox, "requests-per-minute=" + SLOW, "requests-burst=3")) {
            for (int left : List.of(2, 1, 0)) {
                var answer = gateway.send(models(gateway, TestKeys.CLIENT));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"requests\";q=1;w=60");
                assertThat(answer.header("RateLimit")).startsWith("\"requests\";r=" + left + ";t=");
            }

            var refused = gateway.generate(Gateway.A_CAT);

            Problems.assertProblem(refused, 429, "rate-limited", "/v1/images/generations");
            assertThat(refused.header("Retry-After")).matches("[1-9]|[1-5][0-9]|60");
            assertThat(refused.header("RateLimit")).startsWith("\"requests\";r=0;t=");
            assertThat(refused.headers()).doesNotContainKeys("x-should-retry", "X-Generation-Id");
            assertThat(refused.json().at("/limit/name").asString()).isEqualTo("requests");
            assertThat(refused.json().at("/error/type").asString()).isEqualTo("rate_limit_error");
            assertThat(gateway.metric("image_gateway_rate_limited_total", "client=\"team-a\"", "limit=\"requests\""))
                    .isEqualTo(1);
            assertThat(sandbox.posts()).isEmpty();
        }
    }

    @Test
    void oneClientsLimitIsNoOneElses(Sandbox sandbox) {
        try (var gateway = gateway(sandbox, "requests-per-minute=" + SLOW, "requests-burst=1")) {
            gateway.send(models(gateway, TestKeys.CLIENT));
            // the same client by its other key
            assertThat(gateway.send(models(gateway, TestKeys.CLIENT_NEXT)).status())
                    .isEqualTo(429);

            assertThat(gateway.send(models(gateway, TestKeys.TEAM_B)).status()).isEqualTo(200);
        }
    }

    @Test
    void whatEveryoneMayReadCountsForNobody(Sandbox sandbox) {
        try (var gateway = gateway(sandbox, "requests-per-minute=" + SLOW, "requests-burst=1")) {
            assertThat(gateway.send(gateway.to("/problems")).headers()).doesNotContainKey("RateLimit");
            gateway.send(models(gateway, TestKeys.STRANGER));

            assertThat(gateway.send(models(gateway, TestKeys.CLIENT)).status()).isEqualTo(200);
        }
    }

    @Test
    void imagesAreCountedByTheirNumber(Sandbox sandbox) {
        try (var gateway = gateway(sandbox, "images-per-minute=" + SLOW, "images-burst=5")) {
            var three = gateway.generate(images(3));
            assertThat(three.status()).isEqualTo(200);
            assertThat(three.header("RateLimit-Policy"))
                    .contains(
                            "\"requests\";q=",
                            "\"images\";q=1;w=60",
                            "\"generations-in-flight\";q=1000000;qu=\"concurrent-requests\"");
            assertThat(three.header("RateLimit")).contains("\"requests\";r=", "\"images\";r=2;t=");

            var refused = gateway.generate(images(3));
            assertThat(refused.problem()).isEqualTo("rate-limited");
            assertThat(refused.json().at("/limit/name").asString()).isEqualTo("images");
            assertThat(refused.header("RateLimit")).contains("\"images\";r=2;t=");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);

            assertThat(gateway.generate(images(2)).status()).isEqualTo(200);
            assertThat(sandbox.posts()).hasSize(2);
        }
    }

    /** 1024x1024 are 1.05 megapixels, which count as 2. */
    @Test
    void megapixelsAreCountedBesideImages(Sandbox sandbox) {
        try (var gateway = gateway(sandbox, "megapixels-per-minute=" + SLOW, "megapixels-burst=7")) {
            var two = gateway.generate(images(2));
            assertThat(two.status()).isEqualTo(200);
            assertThat(two.header("RateLimit-Policy")).contains("\"images\";q=", "\"megapixels\";q=1;w=60");
            assertThat(two.header("RateLimit")).contains("\"megapixels\";r=3;t=");

            var refused = gateway.generate(images(2));
            Problems.assertProblem(refused, 429, "rate-limited", "/v1/images/generations");
            assertThat(refused.json().at("/limit/name").asString()).isEqualTo("megapixels");
            // neither images nor a place were kept
            assertThat(gateway.generate(images(1)).header("RateLimit")).contains("\"megapixels\";r=1;t=");

            var tooLarge = gateway.generate(images(4));
            Problems.assertProblem(tooLarge, 403, "forbidden", "/v1/images/generations");
            assertThat(tooLarge.json().path("detail").asString()).contains("7 megapixels at once", "is for 8");
            assertThat(tooLarge.header("x-should-retry")).isEqualTo("false");
            assertThat(sandbox.posts()).hasSize(2);
        }
    }

    @Test
    void whatIsRefusedForAnotherReasonTakesNoImages(Sandbox sandbox) {
        try (var gateway = gateway(
                sandbox,
                "images-per-minute=" + SLOW,
                "images-burst=4",
                "generations-in-flight=1",
                "requests-per-minute=100000")) {
            assertThat(gateway.generate(images(5)).status()).isEqualTo(400);
            assertThat(gateway.send(gateway.generation(images(4))
                                    .uri(gateway.to("/v1/images/generations?dry_run=true")
                                            .build()
                                            .uri()))
                            .status())
                    .isEqualTo(200);
        }
        var settings = new ArrayList<>(store());
        settings.addAll(List.of(
                "--gateway.clients[0].limits.images-per-minute=1",
                "--gateway.clients[0].limits.images-burst=4",
                "--gateway.clients[0].limits.generations-in-flight=1",
                "--gateway.clients[0].budget.credits-per-month=182000"));
        try (var gateway = Gateway.start(sandbox.url(), settings.toArray(String[]::new))) {
            for (int i = 0; i < 3; i++) {
                var refused = gateway.generate(images(4));
                assertThat(refused.problem()).isEqualTo("budget-exhausted");
                assertThat(refused.header("RateLimit")).contains("\"images\";r=4", "\"generations-in-flight\";r=1");
                // an id that no list and no log would find
                assertThat(refused.headers()).doesNotContainKey("X-Generation-Id");
            }
            var within = gateway.generate(images(2));
            assertThat(within.status()).isEqualTo(200);
            assertThat(within.header("RateLimit")).contains("\"images\";r=2;", "\"generations-in-flight\";r=0");
        }
    }

    @Test
    void generationsInFlightAreCountedUntilTheyEndWhateverBecomesOfTheirCallers(Sandbox sandbox) {
        try (var gate = new PostGate(sandbox.url());
                var gateway = gatewayBefore(gate, sandbox, "generations-in-flight=2")) {
            gate.hold();
            var leaving = gateway.http()
                    .sendAsync(
                            gateway.generation(Gateway.A_CAT).build(),
                            java.net.http.HttpResponse.BodyHandlers.discarding());
            var staying = gateway.callLater(gateway.generation(Gateway.A_CAT));
            await().until(() -> gate.posts() == 2);
            leaving.cancel(true);

            var refused = gateway.generate(Gateway.A_CAT);
            Problems.assertProblem(refused, 429, "too-many-in-flight", "/v1/images/generations");
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(refused.header("RateLimit")).contains("\"generations-in-flight\";r=0");
            assertThat(refused.headers()).doesNotContainKey("X-Generation-Id");
            // others are not held up
            var other = gateway.callLater(
                    gateway.generation(Gateway.A_CAT).setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));
            await().until(() -> gate.posts() == 3);
            gate.letGo();
            assertThat(other.join().succeeded()).isTrue();

            assertThat(staying.join().succeeded()).isTrue();
            await().until(() -> gateway.generate(Gateway.A_CAT).status() == 200);
        }
    }

    @Test
    void failedGenerationsFreeTheirPlaceToo(Sandbox sandbox) {
        sandbox.fault("{\"fault\":\"unavailable\",\"bills\":false}");
        try (var gateway = gateway(sandbox, "generations-in-flight=1", "requests-per-minute=100000")) {
            assertThat(IntStream.range(0, 3)
                            .mapToObj(_ -> gateway.generate(Gateway.A_CAT).status()))
                    .allMatch(status -> status >= 500);
        }
    }

    @Test
    void callersThatWaitHaveACapOfTheirOwn(Sandbox sandbox) {
        try (var gate = new PostGate(sandbox.url());
                var gateway = gatewayBefore(gate, sandbox, "waiting-callers=1")) {
            gate.hold();
            var first = gateway.callLater(gateway.generation(Gateway.A_CAT));
            await().until(() -> gate.posts() == 1);

            var refused = gateway.generate(Gateway.A_CAT);

            assertThat(refused.problem()).isEqualTo("too-many-in-flight");
            assertThat(refused.json().at("/limit/name").asString()).isEqualTo("waiting-callers");
            assertThat(refused.header("RateLimit")).contains("\"waiting-callers\";r=0");
            gate.letGo();
            assertThat(first.join().succeeded()).isTrue();
            assertThat(sandbox.posts()).hasSize(1);
            await().until(() -> gateway.generate(Gateway.A_CAT).status() == 200);
        }
    }
}
