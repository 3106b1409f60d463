package dev.imagegateway.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Formats a duration as in a setting: a number and the largest unit without a fraction. */
final class TimeText {

    private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("d", ChronoUnit.DAYS);
        UNITS.put("h", ChronoUnit.HOURS);
        UNITS.put("m", ChronoUnit.MINUTES);
        UNITS.put("s", ChronoUnit.SECONDS);
        UNITS.put("ms", ChronoUnit.MILLIS);
        UNITS.put("us", ChronoUnit.MICROS);
    }

    private TimeText() {}

    static String of(Duration time) {
        if (time.isZero()) {
            return "0s";
        }
        for (var unit : UNITS.entrySet()) {
            var length = unit.getValue().getDuration();
            var count = time.dividedBy(length);
            if (count != 0 && length.multipliedBy(count).equals(time)) {
                return count + unit.getKey();
            }
        }
        return time.toNanos() + "ns";
    }
}
