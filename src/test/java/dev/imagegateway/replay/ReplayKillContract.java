package dev.imagegateway.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Audit;
import dev.imagegateway.support.Call;
import dev.imagegateway.support.EachRound;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation;
import dev.imagegateway.support.NamedRequest;
import dev.imagegateway.support.Proof;
import dev.imagegateway.support.RunningGateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TestKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/**
 * A gateway is killed while it carries out a request with an {@code Idempotency-Key}, or after it, and its caller comes
 * back with that key.
 */
@Tag("proof")
abstract class ReplayKillContract {

    private static final long PRICE = 91_000;

    private final List<GatewayProcess> gateways = new ArrayList<>();
    private LedgerLocation place;
    private RunningSandbox upstream;

    /** Somewhere with nothing in it. */
    abstract LedgerLocation newPlace();

    /** The gateway that answers when the first one is dead: the same one, or one more. */
    abstract GatewayProcess heir(GatewayProcess first, Supplier<GatewayProcess> more);

    /** Takes over from a gateway that was killed this moment. */
    abstract void takeOver(GatewayProcess heir, NamedRequest request);

    @BeforeEach
    void start() {
        place = newPlace();
        // nothing is in the vendor's books before the test says so
        upstream = RunningSandbox.start(
                "--sandbox.log-delay=1h", "--sandbox.ledger-delay=1h", "--sandbox.logs-per-minute=1000000");
    }

    @AfterEach
    void end() {
        gateways.forEach(GatewayProcess::close);
        upstream.close();
    }

    private GatewayProcess gateway(String... settings) {
        var all = new ArrayList<>(List.of(
                // leaves time to ask before the dead one is noticed
                "--gateway.ledger.lease=8s",
                "--gateway.reconciliation.interval=500ms",
                "--gateway.reconciliation.settle-lag=1s",
                "--gateway.upstream.books.reads-per-minute=100000"));
        all.addAll(place.settings());
        all.addAll(List.of(settings));
        var gateway = GatewayProcess.start(upstream.sandbox().url(), place.environment(), all.toArray(String[]::new));
        gateways.add(gateway);
        return gateway;
    }

    private void vendorsBooksAreOpen() {
        upstream.sandbox().call("PUT", "/sandbox/settings", "{\"log-delay\":\"0s\",\"ledger-delay\":\"0s\"}");
    }

    /** As they are long after the last moment at which it could have been sent. */
    private void theVendorsBooksAreFinalFor(String location) {
        place.age(location.substring(location.lastIndexOf('/') + 1), Duration.ofMinutes(10));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(250));
    }

    static void isInProgress(RunningGateway gateway, NamedRequest request) {
        var answer = gateway.send(request.to(gateway).header("Prefer", "wait=1"));
        assertThat(answer.problem()).isEqualTo("idempotency-in-progress");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.header("X-Credits-Used")).isEqualTo("0");
    }

    /** Who waits is told as soon as it is known that nobody knows; returns where to look. */
    private static String isUnknown(RunningGateway gateway, NamedRequest request) {
        var answer = gateway.send(request.to(gateway));
        assertThat(answer.problem()).isEqualTo("outcome-unknown");
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(state(gateway, answer.header("Location"))).isEqualTo("unknown");
        return answer.header("Location");
    }

    private static void isLost(RunningGateway gateway, NamedRequest request, String location) {
        var answer = gateway.send(request.to(gateway));
        assertThat(answer.problem()).isEqualTo("result-lost");
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.header("Location")).isEqualTo(location);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.header("X-Credits-Used")).isEqualTo("0");
    }

    private static void isReplayed(Answer first, RunningGateway gateway, NamedRequest request) {
        var again = gateway.send(request.to(gateway));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("X-Credits-Used")).isEqualTo("0");
        assertThat(again.header("X-Generation-Id")).isEqualTo(first.header("X-Generation-Id"));
    }

    private static String state(RunningGateway gateway, String location) {
        return gateway.send(gateway.to(location).header("Authorization", "Bearer " + TestKeys.CLIENT))
                .json()
                .path("state")
                .asString();
    }

    private void everythingAgrees() {
        var audit = Audit.of(place, upstream.sandbox());
        Proof.keep("replay, " + place.name(), 1, audit);
        audit.everythingAgrees();
    }

    /** A new image for a request that failed, asked for until that is known. */
    private Answer isMadeAnew(GatewayProcess gateway, NamedRequest request) {
        var answers = new ArrayList<Answer>();
        eventually().until(() -> {
            answers.add(gateway.send(request.to(gateway)));
            return answers.getLast().status() == 200;
        });
        // one that is found unknown and read a moment later, when it was released, is told as the failure that it was
        assertThat(answers.subList(0, answers.size() - 1)).allSatisfy(answer -> {
            assertThat(answer.problem()).isIn("outcome-unknown", "upstream-failed");
            assertThat(answer.header("X-Credits-Used")).isEqualTo("0");
        });
        var image = answers.getLast();
        assertThat(image.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(image.header("X-Credits-Used")).isEqualTo(Long.toString(PRICE));
        assertThat(request.billed(upstream.sandbox())).isEqualTo(1);
        return image;
    }

    /** Three requests at one kill: one was answered, one was billed and not answered, one was sent and not billed. */
    @EachRound(sharedBy = 2)
    void whatWasAnsweredIsReplayedWhatWasBilledIsLostForGoodAndWhatWasNotBilledIsFreeToBeAskedAgain() {
        var answered = NamedRequest.of("answered");
        var billed = NamedRequest.of("paid");
        var unbilled = NamedRequest.of("unpaid");
        upstream.sandbox().fault("{\"fault\":\"hang\",\"bills\":false,\"promptContains\":\"unpaid\",\"times\":1}");
        upstream.sandbox().fault("{\"fault\":\"hang\",\"promptContains\":\"paid\",\"times\":1}");
        var first = gateway();
        var heir = heir(first, this::gateway);
        var answer = first.send(answered.to(first));
        assertThat(answer.status()).isEqualTo(200);
        var _ = first.callLater(unbilled.to(first));
        await().until(() -> unbilled.posts(upstream.sandbox()) == 1);
        var call = first.callLater(billed.to(first));
        await().until(() -> billed.billed(upstream.sandbox()) == 1);
        isInProgress(heir, billed);

        first.sigkill();
        takeOver(heir, billed);

        assertThat(call).succeedsWithin(Duration.ofSeconds(60)).isInstanceOf(Call.Broken.class);
        isReplayed(answer, heir, answered);
        var billedAt = isUnknown(heir, billed);
        var unbilledAt = isUnknown(heir, unbilled);
        assertThat(place.account("team-a", "month")).containsExactly(2 * PRICE, PRICE);

        vendorsBooksAreOpen();
        eventually().until(() -> state(heir, billedAt).equals("settled"));
        isLost(heir, billed, billedAt);
        assertThat(state(heir, unbilledAt)).isEqualTo("unknown");
        // not before: the dead process may have sent it twice, for all that its heir knows
        theVendorsBooksAreFinalFor(unbilledAt);
        var image = isMadeAnew(heir, unbilled);
        assertThat(state(heir, unbilledAt)).isEqualTo("released");
        isReplayed(image, heir, unbilled);

        heir.sigkill();
        heir.restart();
        isReplayed(answer, heir, answered);
        isReplayed(image, heir, unbilled);
        isLost(heir, billed, billedAt);
        assertThat(answered.posts(upstream.sandbox())).isEqualTo(1);
        assertThat(billed.posts(upstream.sandbox())).isEqualTo(1);
        assertThat(unbilled.posts(upstream.sandbox())).isEqualTo(2);
        assertThat(upstream.sandbox().billed()).isEqualTo(3 * PRICE);
        Audit.of(place, upstream.sandbox()).everythingAgrees();
        // what nobody can have again is paid again by another key, and by that alone
        assertThat(heir.send(new NamedRequest("another", billed.prompt()).to(heir))
                        .status())
                .isEqualTo(200);
        assertThat(upstream.sandbox().billed()).isEqualTo(4 * PRICE);
        everythingAgrees();
    }

    @EachRound(sharedBy = 2)
    void whatWasNeverSentIsFreeToBeAskedAgain() {
        var ahead = NamedRequest.of("ahead");
        var request = NamedRequest.of("behind");
        upstream.sandbox().fault("{\"fault\":\"hang\",\"promptContains\":\"ahead\"}");
        // one at a time, so that the second waits for its turn with its credits held
        String[] settings = {
            "--gateway.upstream.concurrency.start=1",
            "--gateway.upstream.concurrency.floor=1",
            "--gateway.upstream.concurrency.ceiling=1"
        };
        vendorsBooksAreOpen();
        var first = gateway(settings);
        var heir = heir(first, () -> gateway(settings));
        var _ = first.callLater(ahead.to(first));
        await().until(() -> ahead.billed(upstream.sandbox()) == 1);
        var _ = first.callLater(request.to(first));
        await().until(() -> place.rows().size() == 2);

        first.sigkill();
        takeOver(heir, request);

        assertThat(request.posts(upstream.sandbox())).isZero();
        var location = isUnknown(heir, request);
        theVendorsBooksAreFinalFor(location);
        var image = isMadeAnew(heir, request);
        assertThat(state(heir, location)).isEqualTo("released");
        isReplayed(image, heir, request);
        assertThat(request.posts(upstream.sandbox())).isEqualTo(1);
        assertThat(heir.send(ahead.to(heir)).problem()).isEqualTo("result-lost");
        everythingAgrees();
    }
}
