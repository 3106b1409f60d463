package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.FaultCell;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.Sandbox;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which the upstream is known to fail × billed or not × on the first attempt or after a retry: what the
 * caller is told, how often the upstream was asked, and that no request is paid twice.
 */
class FaultMatrixTests {

    private static RunningSandbox server;
    private static Sandbox sandbox;
    private static final Set<String> SILENT = Set.of("hang", "slow-headers", "slow-body");

    /** For faults that end by a time-out alone. */
    private static Gateway hasty;

    /** For all others, which must not end by one. */
    private static Gateway patient;

    @BeforeAll
    static void start() {
        server = RunningSandbox.start();
        sandbox = server.sandbox();
        hasty = start("1500ms");
        patient = start("60s");
    }

    private static Gateway start(String attemptTimeout) {
        return Gateway.start(
                server.url(),
                "--gateway.upstream.attempt-timeout=" + attemptTimeout,
                "--gateway.upstream.max-response-size=1MB",
                "--gateway.upstream.retry.base-delay=1ms",
                "--gateway.upstream.retry.max-delay=1ms",
                "--gateway.upstream.retry.budget-minimum=100000",
                "--gateway.upstream.keys.rest=1ns",
                "--gateway.upstream.keys.longest-rest=1ns",
                "--gateway.upstream.cooldown.first=1ns",
                "--gateway.upstream.cooldown.longest=1ns",
                "--resilience4j.circuitbreaker.instances.upstream.sliding-window-size=1000",
                "--resilience4j.circuitbreaker.instances.upstream.minimum-number-of-calls=1000");
    }

    @AfterAll
    static void stop() {
        hasty.close();
        patient.close();
        server.close();
    }

    @BeforeEach
    void reset() {
        sandbox.reset();
    }

    static Stream<FaultCell> cells() {
        return FaultCell.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void neverPaysTwice(FaultCell cell) {
        if (cell.afterRetry()) {
            sandbox.fault("{\"fault\":\"unavailable\",\"bills\":false,\"times\":1}");
        }
        sandbox.fault(cell.rule());

        var gateway = SILENT.contains(cell.fault()) ? hasty : patient;
        var answer = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"num_images\":2}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(cell.becomes().status());
        if (!cell.becomes().problem().isEmpty()) {
            assertThat(answer.problem()).isEqualTo(cell.becomes().problem());
            assertThat(answer.header("x-should-retry"))
                    .isEqualTo(cell.becomes() == FaultCell.Becomes.INTERCEPTED ? "" : "false");
        }
        var retried = cell.becomes() == FaultCell.Becomes.RETRIED;
        var asked = 1 + (cell.afterRetry() ? 1 : 0) + (retried ? 1 : 0);
        if (!cell.fault().equals("close-before-body")) {
            assertThat(sandbox.posts()).hasSize(asked);
            assertThat(sandbox.posts().stream()
                            .map(post -> post.path("client_request_id").asString())
                            .distinct())
                    .hasSize(asked);
            assertThat(sandbox.posts().stream()
                            .map(post -> post.path("body").asString())
                            .distinct())
                    .as("each attempt asks for the same, the seed included")
                    .hasSize(1);
        }
        // the one exception: a refusal that was billed all the same, against the vendor's word, and then made good
        var billed = (cell.bills() ? 1 : 0) + (retried ? 1 : 0);
        assertThat(sandbox.billedAttempts()).isEqualTo(billed);
        if (!retried) {
            assertThat(billed).isLessThanOrEqualTo(1);
        }
    }
}
