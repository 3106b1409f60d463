package dev.imagegateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScaledRulesTests {

    @Test
    void onlyDurationsAreScaled() {
        assertThat(ScaledRules.scale("""
                      - record: job:image_gateway_generation_slow:ratio_rate5m
                        expr: 1 - sum(rate(some_bucket{le="30.0"}[5m])) / sum(rate(some_count[3d])) > 14.4 * 0.05
                      - alert: Lags
                        expr: max by (job) (lag_seconds - (lag_seconds offset 1h)) > 2 * 3600 and ends_seconds < 30 * 86400
                        for: 15m
                        annotations: {description: It has lagged for 15 minutes (15m).}
                """)).isEqualTo("""
                      - record: job:image_gateway_generation_slow:ratio_rate5m
                        expr: 1 - sum(rate(some_bucket{le="30.0"}[1666ms])) / sum(rate(some_count[1440000ms])) > 14.4 * 0.05
                      - alert: Lags
                        expr: max by (job) (lag_seconds - (lag_seconds offset 20000ms)) > 40 and ends_seconds < 30 * 86400
                        for: 5000ms
                        annotations: {description: It has lagged for 15 minutes (15m).}
                """);
    }

    @Test
    void noDurationOfTheRulesIsMissed() throws IOException {
        var real = Files.readString(ScaledRules.RULES);

        assertThat(ScaledRules.text())
                .doesNotContainPattern("\\[\\d+[smhd]]")
                .doesNotContainPattern("offset \\d+[smhd]\\b")
                .doesNotContainPattern("for: \\d+[smhd]\\b");
        assertThat(ScaledRules.text().lines()).hasSameSizeAs(real.lines().toList());
        assertThat(ScaledRules.text()).containsOnlyOnce("> 40\n");
    }

    @Test
    void everyAlertIsProved() throws IOException {
        var alerts = Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(ScaledRules.RULES))
                .results()
                .map(alert -> '"' + alert.group(1) + '"')
                .toList();
        var proofs = new StringBuilder();
        try (var sources = Files.list(Path.of("src/test/java/dev/imagegateway/alerts"))) {
            for (var source : sources.toList()) {
                proofs.append(Files.readString(source));
            }
        }

        assertThat(alerts)
                .hasSizeGreaterThan(20)
                .allSatisfy(alert -> assertThat(proofs).contains(alert));
    }
}
