package dev.imagegateway.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The rules of {@code observability/rules.yaml} for a time that passes {@value #FACTOR} times as fast: an hour takes 20 s.
 * Only durations are changed, so the expressions under test are those that are shipped.
 */
final class ScaledRules {

    static final int FACTOR = 180;

    static final Path RULES = Path.of("observability/rules.yaml");

    /** The range and the offset of a selector, and the time that an alert is pending. */
    private static final Pattern DURATION =
            Pattern.compile("(?m)(?:(?<=\\[)|(?<= offset ))(\\d+)([smhd])(?=[])])|(?<=^ {8}for: )(\\d+)([smhd])$");

    /**
     * A threshold in hours: the lag of reconciliation. The other one in time, {@code 30 * 86400} until the end of a model, is
     * compared with a date that AIML sets, so it stays.
     */
    private static final Pattern HOURS = Pattern.compile("> (\\d+) \\* 3600\\b");

    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private ScaledRules() {}

    /** The text of the file with all durations scaled. */
    static String text() {
        try {
            return scale(Files.readString(RULES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String scale(String rules) {
        var scaled = DURATION.matcher(rules).replaceAll(found -> {
            int group = found.group(1) == null ? 3 : 1;
            var unit = UNITS.getOrDefault(found.group(group + 1), Duration.ZERO);
            return scale(unit.multipliedBy(Long.parseLong(found.group(group)))).toMillis() + "ms";
        });
        return HOURS.matcher(scaled)
                .replaceAll(found -> "> "
                        + scale(Duration.ofHours(Long.parseLong(found.group(1))))
                                .toSeconds());
    }

    static Duration scale(Duration real) {
        return real.dividedBy(FACTOR);
    }
}
