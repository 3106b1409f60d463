package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a generation as stored in the ledger, as a line with the values separated by tabs.
 *
 * @param id the id in AIML's logs; null if nothing was sent
 * @param outcome {@code answered}, {@code refused}, {@code intercepted}, {@code unknown} or {@code not-sent}
 * @param status the HTTP status; 0 without a response
 * @param reason the kind of failure; null for {@code answered}
 * @param startedAt when it was sent, or when it was decided not to send it
 * @param durationMs milliseconds until its outcome was known
 * @param keyPrefix first characters of the upstream key; null if nothing was sent
 * @param inferenceId the upstream's {@code x-inference-id}
 * @param upstreamRequestId the upstream's {@code x-request-id}
 */
public record AttemptRecord(
        @Nullable String id,
        String outcome,
        int status,
        @Nullable String reason,
        Instant startedAt,
        long durationMs,
        @Nullable String keyPrefix,
        @Nullable String inferenceId,
        @Nullable String upstreamRequestId) {

    private static final int VALUES = 9;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** Returns the text to store; null for no attempts. */
    static @Nullable String text(List<AttemptRecord> attempts) {
        return attempts.isEmpty()
                ? null
                : String.join("\n", attempts.stream().map(AttemptRecord::line).toList());
    }

    /** Reads a stored text. Lines that a later version wrote differently are left out. */
    static List<AttemptRecord> parse(@Nullable String text) {
        var attempts = new ArrayList<AttemptRecord>();
        if (text != null) {
            text.lines().map(AttemptRecord::parseLine).flatMap(Optional::stream).forEach(attempts::add);
        }
        return List.copyOf(attempts);
    }

    private static Optional<AttemptRecord> parseLine(String line) {
        var values = line.split("\t", -1);
        try {
            return values.length < VALUES ? Optional.empty() : Optional.of(of(values));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static AttemptRecord of(String[] values) {
        return new AttemptRecord(
                value(values[0]),
                values[1],
                Integer.parseInt(values[2]),
                value(values[3]),
                Instant.ofEpochMilli(Long.parseLong(values[4])),
                Long.parseLong(values[5]),
                value(values[6]),
                value(values[7]),
                value(values[8]));
    }

    private String line() {
        return String.join(
                "\t",
                field(id),
                field(outcome),
                Integer.toString(status),
                field(reason),
                Long.toString(startedAt.toEpochMilli()),
                Long.toString(durationMs),
                field(keyPrefix),
                field(inferenceId),
                field(upstreamRequestId));
    }

    private static String field(@Nullable String value) {
        return value == null ? "" : CONTROL.matcher(value).replaceAll(" ");
    }

    private static @Nullable String value(String field) {
        return field.isEmpty() ? null : field;
    }
}
