package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTests {

    private SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void changeWhileTheServerRunsUntilTheReset() throws Exception {
        HttpResponse<String> changed = sandbox.control(
                "PUT",
                "/sandbox/settings",
                "{\"response-profile\":\"legacy\",\"latency\":{\"fixed\":\"1ms\"},\"balance\":91000}");

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(json(changed).at("/latency/fixed").stringValue()).isEqualTo("PT0.001S");
        assertThat(sandbox.generate(T_REX).statusCode()).isEqualTo(201);
        assertThat(sandbox.generate(T_REX).statusCode()).isEqualTo(403);

        sandbox.control("POST", "/sandbox/reset", "");
        assertThat(sandbox.generate(T_REX).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"port\":1}",
                "{\"api-keys\":[\"a-new-key\"]}",
                "{\"nonsense\":1}",
                "{\"balance\":\"much\"}",
                "{\"response-profile\":\"new\"}",
                "[]"
            })
    void refuseWhatCannotBe(String change) throws Exception {
        HttpResponse<String> response = sandbox.control("PUT", "/sandbox/settings", change);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("sandbox").stringValue()).isNotEmpty();
        assertThat(sandbox.generate(T_REX).statusCode()).isEqualTo(200);
    }

    @Test
    void neverShowTheKeys() throws Exception {
        assertThat(sandbox.get("/sandbox/settings").body())
                .contains("credits-per-image")
                .doesNotContain(SandboxCaller.KEY);
        assertThat(SandboxProperties.defaults().toString()).doesNotContain(SandboxCaller.KEY);
    }

    @Test
    void nameTheBaseOfTheUrls() throws Exception {
        sandbox.close();
        sandbox = new SandboxCaller(SandboxCaller.settings("public-url", "https://images.example/"));

        assertThat(sandbox.generate(T_REX).body()).contains("\"url\":\"https://images.example/flamingo/files/");
    }

    @Test
    void areCheckedWhenMade() {
        SandboxProperties defaults = SandboxProperties.defaults();
        assertThatThrownBy(() -> defaults.with("nonsense", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> defaults.with("latency.fixed", 200))
                .hasMessageContaining("sandbox.latency.fixed has no unit: write 200s");
        assertThat(defaults.with("latency.fixed", 0).latency().fixed()).isZero();
        assertThatThrownBy(() -> defaults.with("unknown-model-status", 500)).hasMessageContaining("404 or 400");
        assertThatThrownBy(() -> defaults.with("api-keys[1]", "sandbox-other")).hasMessageContaining("first 8");
        assertThat(defaults.with("latency.fixed", Duration.ofMillis(20))
                        .latency()
                        .fixed())
                .isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void aTakenPortIsNamed() {
        SandboxProperties same = SandboxProperties.defaults().with("port", sandbox.server.port());

        assertThatThrownBy(() -> SandboxServer.start(same))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + sandbox.server.port())
                .hasMessageContaining("sandbox.port");
    }

    @Test
    void realisticLatencyFollowsStepsAndPixels() {
        DoubleSummaryStatistics usual = seconds(50, 1024, 576);

        assertThat(usual.getAverage()).isBetween(2.5, 4.5);
        assertThat(usual.getMax()).isGreaterThan(1.3 * usual.getAverage());
        assertThat(usual.getMin()).isGreaterThan(1);
        assertThat(seconds(50, 1024, 1024).getAverage()).isGreaterThan(usual.getAverage() + 1);
        assertThat(seconds(10, 1024, 576).getAverage()).isLessThan(usual.getAverage() - 1);
    }

    private static DoubleSummaryStatistics seconds(int steps, int width, int height) {
        GenerationRequest request = new GenerationRequest(
                Models.sd3(), Json.object().put("num_inference_steps", steps), new Pixels(width, height), 1);
        SandboxProperties.Latency latency =
                SandboxProperties.defaults().with("latency.mode", "realistic").latency();
        Random random = new Random(1);
        return IntStream.range(0, 500)
                .mapToObj(_ -> GpuTime.of(request, latency, random).total())
                .flatMapToDouble(time -> DoubleStream.of(time.toMillis() / 1000.0))
                .summaryStatistics();
    }
}
