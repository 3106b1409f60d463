package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Several keys, keys that are refused, and keys that are replaced while requests flow. */
@ExtendWith(OutputCaptureExtension.class)
class KeyRingTests {

    private static final String FIRST = TestKeys.UPSTREAM;
    private static final String SECOND = TestKeys.UPSTREAM_NEXT;

    private RunningSandbox server;
    private Sandbox sandbox;

    @BeforeEach
    void start() {
        server = RunningSandbox.start("--sandbox.api-keys=" + FIRST + "," + SECOND);
        sandbox = server.sandbox();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void refuse(String fault, String key) {
        sandbox.fault("{\"fault\":\"" + fault + "\",\"keyPrefix\":\"" + key.substring(0, 8) + "\"}");
    }

    @Test
    void nextKeyServesWhileTheFirstRests(CapturedOutput output) {
        refuse("unauthorized", FIRST);
        try (var gateway = Gateway.start(
                server.url(),
                "--gateway.upstream.api-key=" + FIRST + "," + SECOND,
                "--gateway.upstream.keys.rest=1h",
                "--gateway.upstream.keys.longest-rest=1h")) {
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            }

            assertThat(sandbox.posts()).as("the refused key was tried once").hasSize(4);
            assertThat(sandbox.billedAttempts()).isEqualTo(3);
            assertThat(gateway.metric("image_gateway_upstream_key_resting", "key=\"0\""))
                    .isEqualTo(1);
            assertThat(gateway.metric("image_gateway_upstream_key_resting", "key=\"1\""))
                    .isZero();
            assertThat(gateway.metric("image_gateway_upstream_key_refused_total", "key=\"0\"", "reason=\"bad-key\""))
                    .isEqualTo(1);
            assertThat(output).contains("AIML refuses key 0:" + FIRST.substring(0, 4) + "…");
        }
    }

    @Test
    void whenNoneIsLeftNothingIsSentAndOperatorsLearnWhy(CapturedOutput output) {
        refuse("out-of-credits", FIRST);
        try (var gateway = Gateway.start(
                server.url(), "--gateway.upstream.keys.rest=1h", "--gateway.upstream.keys.longest-rest=1h")) {
            for (int i = 0; i < 3; i++) {
                var answer = gateway.generate(Gateway.A_CAT);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.problem()).isEqualTo("provider-account");
                assertThat(answer.text()).doesNotContain("credits. Please", "billing/");
            }

            assertThat(sandbox.posts()).hasSize(1);
            assertThat(gateway.metric("image_gateway_upstream_key_refused_total", "reason=\"out-of-credits\""))
                    .isEqualTo(1);
            assertThat(output).contains("Top up the account");
        }
    }

    @Test
    void ruleIsToldFromKeyAndCredits() {
        try (var gateway = Gateway.start(
                server.url(), "--gateway.upstream.keys.rest=1ns", "--gateway.upstream.keys.longest-rest=1ns")) {
            for (var fault : new String[] {"plan-limit", "scope-missing", "verification-needed", "forbidden"}) {
                sandbox.fault("{\"fault\":\"" + fault + "\",\"times\":1}");
                assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo("provider-account");
            }
            assertThat(gateway.metric("image_gateway_upstream_key_refused_total", "reason=\"rule\""))
                    .isEqualTo(4);
        }
    }

    @Test
    void keyIsTriedAgainAfterItsRest() {
        sandbox.fault("{\"fault\":\"unauthorized\",\"times\":1}");
        try (var gateway = Gateway.start(server.url(), "--gateway.upstream.keys.rest=200ms")) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(503);

            await().until(() -> gateway.generate(Gateway.A_CAT).status() == 200);
            assertThat(gateway.metric("image_gateway_upstream_key_resting")).isZero();
        }
    }

    @Test
    void notOneRequestFailsWhileTheKeyIsReplaced(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("key"), FIRST);
        var asked = new AtomicInteger();
        // so many more once the key is replaced, and any number before
        var left = new AtomicInteger(Integer.MAX_VALUE);
        var failed = new AtomicInteger();
        try (var gateway = Gateway.start(
                        server.url(), "--gateway.upstream.api-key=", "--gateway.upstream.api-key-file=" + file);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 8)
                    .forEach(_ -> callers.execute(() -> {
                        while (left.getAndDecrement() > 0) {
                            asked.incrementAndGet();
                            if (gateway.generate(Gateway.A_CAT).status() != 200) {
                                failed.incrementAndGet();
                            }
                        }
                    }));
            try {
                await().until(() -> asked.get() >= 100);
                // as Kubernetes does it: the new one is there at once, and the old one is revoked thereafter
                var next = Files.writeString(folder.resolve("next"), SECOND + "\n");
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                refuse("unauthorized", FIRST);
            } finally {
                left.set(200);
            }
        }
        assertThat(failed).hasValue(0);
        assertThat(sandbox.billedAttempts()).isEqualTo(asked.get());
        assertThat(sandbox.posts().getLast().path("key_prefix").asString()).isEqualTo(SECOND.substring(0, 8));
    }
}
