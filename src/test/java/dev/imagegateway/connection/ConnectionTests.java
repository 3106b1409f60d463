package dev.imagegateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.connection.MisbehavingUpstream.Scene;
import dev.imagegateway.connection.Misbehaviour.Asked;
import dev.imagegateway.connection.Misbehaviour.Gets;
import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Call;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RightAnswer;
import dev.imagegateway.support.TestKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What two clients get when the upstream or the image host misbehaves towards the first of them and the second asks at
 * once: never what was meant for the other.
 */
class ConnectionTests {

    private static final AtomicInteger CASES = new AtomicInteger();
    private static final MisbehavingUpstream UPSTREAM = new MisbehavingUpstream();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(
                UPSTREAM.url(),
                "--gateway.clients[1].id=team-b",
                "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_B),
                // the second client waits for the first one's connection, and asks for it again after 3 s: who still
                // waited when the first one's time is up would have no time left itself
                "--gateway.upstream.max-connections=1",
                "--gateway.upstream.connect-timeout=3s",
                "--gateway.upstream.attempt-timeout=4s",
                "--gateway.upstream.max-response-size=10KB",
                "--gateway.upstream.retry.base-delay=1ms",
                "--gateway.upstream.retry.max-delay=1ms",
                "--gateway.upstream.retry.budget-minimum=100000",
                "--gateway.delivery.max-image-size=10KB",
                "--gateway.delivery.fetch-timeout=5s",
                "--resilience4j.circuitbreaker.instances.upstream.sliding-window-size=1000",
                "--resilience4j.circuitbreaker.instances.upstream.minimum-number-of-calls=1000");
        // a process's first request takes longest, and the cases have their time-outs
        gateway.generate(Gateway.A_CAT);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    static Stream<Misbehaviour> misbehaviours() {
        return MisbehaviourCases.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misbehaviours")
    void eachClientGetsItsOwnGeneration(Misbehaviour misbehaviour) {
        var pair = ask(
                misbehaviour,
                "POST",
                "url",
                scene -> scene.requests() == 2 || (misbehaviour.asked() == Asked.WAITS && inFlight() == 2));

        assertGets(misbehaviour.first(), "first" + pair.number(), pair.first());
        assertGets(Gets.OWN, "second" + pair.number(), pair.second());
        assertThat(pair.requests()).as("nothing is sent twice").isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misbehaviours")
    void eachClientGetsItsOwnImage(Misbehaviour misbehaviour) {
        var pair = ask(misbehaviour, "GET", "b64_json", scene -> scene.requests() >= 2);

        assertGetsImage(misbehaviour.fetched(), "first" + pair.number(), pair.first());
        assertGetsImage(Gets.OWN, "second" + pair.number(), pair.second());
    }

    /**
     * What two clients got.
     *
     * @param number of the case, which their prompts end with
     * @param requests of the method that the upstream read
     */
    private record Pair(int number, Answer first, Answer second, int requests) {}

    private static Pair ask(Misbehaviour misbehaviour, String method, String format, Predicate<Scene> secondHasAsked) {
        var number = CASES.incrementAndGet();
        var scene = UPSTREAM.plays(misbehaviour, method);
        var first = gateway.callLater(request(TestKeys.CLIENT, "first" + number, format));
        soon().until(scene::hasBegun);
        var second = gateway.callLater(request(TestKeys.TEAM_B, "second" + number, format));
        soon().until(() -> secondHasAsked.test(scene));
        scene.secondHasAsked();
        return new Pair(number, answer(first.join()), answer(second.join()), scene.requests());
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }

    private static HttpRequest.Builder request(String key, String prompt, String format) {
        return gateway.generation(
                        "{" + Gateway.MODEL + ",\"prompt\":\"" + prompt + "\",\"response_format\":\"" + format + "\"}")
                .setHeader("Authorization", "Bearer " + key);
    }

    private static double inFlight() {
        return gateway.part(MeterRegistry.class)
                .get("image.gateway.upstream.in.flight")
                .gauge()
                .value();
    }

    private static Answer answer(Call call) {
        return switch (call) {
            case Call.Answered answered -> answered.answer();
            case Call.Broken broken -> throw new AssertionError(broken.cause());
        };
    }

    private static void assertGets(Gets gets, String prompt, Answer answer) {
        if (gets == Gets.OWN) {
            assertThat(answer.json().at("/data/0/url").asString())
                    .as(answer.text())
                    .isEqualTo(UPSTREAM.url() + "/" + prompt);
        } else {
            assertThat(answer.problem()).as(answer.text()).isEqualTo("outcome-unknown");
        }
    }

    private static void assertGetsImage(Gets gets, String prompt, Answer answer) {
        if (gets == Gets.OWN) {
            var bytes = Base64.getDecoder()
                    .decode(answer.json().at("/data/0/b64_json").asString());
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .as(answer.text())
                    .isEqualTo(RightAnswer.image(prompt));
        } else {
            assertThat(answer.problem()).as(answer.text()).isEqualTo("result-lost");
        }
    }
}
