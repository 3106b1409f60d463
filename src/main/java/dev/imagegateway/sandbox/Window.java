package dev.imagegateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The time range of a report: {@code start} inclusive, {@code end} exclusive. */
record Window(Instant start, Instant end) {

    /** The vendor's limit for one request. */
    private static final Duration LONGEST = Duration.ofDays(92);

    private static final Pattern PERIOD = Pattern.compile("(\\d{1,5})([hd])");

    /** Reads {@code period}, or {@code start} and {@code end}; null if none is given. */
    static @Nullable Window of(Query query, Instant now) {
        String period = query.one("period");
        Instant start = query.time("start");
        Instant end = query.time("end");
        if (period != null && (start != null || end != null)) {
            throw Query.invalid("Provide either period or start and end, not both");
        }
        if (period != null) {
            return checked(new Window(now.minus(length(period)), now.plusMillis(1)), LONGEST.plusMillis(1));
        }
        if (start == null && end == null) {
            return null;
        }
        if (start == null || end == null) {
            throw Query.invalid("start and end must be provided together");
        }
        return checked(new Window(start, end), LONGEST);
    }

    boolean contains(Instant time) {
        return !time.isBefore(start) && time.isBefore(end);
    }

    private static Duration length(String period) {
        Matcher matcher = PERIOD.matcher(period);
        if (!matcher.matches()) {
            throw Query.invalid("period: Invalid period. Expected a form such as 24h or 7d");
        }
        int number = Integer.parseInt(matcher.group(1));
        return matcher.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
    }

    private static Window checked(Window window, Duration longest) {
        Duration length = Duration.between(window.start(), window.end());
        if (!length.isPositive()) {
            throw Query.invalid("end must be after start");
        }
        if (length.compareTo(longest) > 0) {
            throw Query.invalid("The window must not exceed 92 days");
        }
        return window;
    }
}
