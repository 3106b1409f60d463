package dev.imagegateway.http;

import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.Violation;
import dev.imagegateway.text.UnsafeCharacters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request. Each is read as one type. Invalid values are recorded as violations and read as
 * absent. Parameters that were not read are reported as unknown.
 */
public final class Query {

    /** More are of no use to readers, and an invalid request must not cause a much larger response. */
    private static final int MAX_VIOLATIONS = 100;

    private static final int MAX_NAME_LENGTH = 100;

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");

    /** The ledger has nothing earlier, and times far in the future do not fit into milliseconds. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Map<String, String[]> sent;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Violation> found = new ArrayList<>();
    private int omitted;

    private Query(Map<String, String[]> sent) {
        this.sent = sent;
    }

    /**
     * Returns the query of a request.
     *
     * @throws GatewayException {@code invalid-request} if it cannot be decoded
     */
    public static Query of(HttpServletRequest request) {
        try {
            return new Query(request.getParameterMap());
        } catch (IllegalStateException _) {
            // thrown by Tomcat for invalid percent-encoding or too many parameters
            throw Problem.invalid(List.of(Violation.ofParameter(
                            "", "syntax", "the query cannot be decoded: percent-encode it as UTF-8", Map.of())))
                    .asException();
        }
    }

    /** Reads a text of 1 to {@code longest} code points, none of them unsafe; null if absent. */
    public @Nullable String text(String name, int longest) {
        var text = single(name);
        if (text == null) {
            return null;
        }
        var length = text.codePointCount(0, text.length());
        if (length < 1 || length > longest || UnsafeCharacters.areIn(text)) {
            refuse(
                    name,
                    length > longest ? "maxLength" : length < 1 ? "minLength" : "pattern",
                    String.format(
                            Locale.ROOT,
                            "must be 1 to %d characters, none of them a control or format character",
                            longest),
                    Map.of("minLength", 1, "maxLength", longest));
            return null;
        }
        return text;
    }

    /** Reads one of several named values; null if absent. */
    public <T> @Nullable T choice(String name, Map<String, T> values) {
        var text = single(name);
        if (text == null) {
            return null;
        }
        var value = values.get(text);
        if (value == null) {
            var names = values.keySet().stream().sorted().toList();
            refuse(name, "enum", "must be one of: " + String.join(", ", names), Map.of("enum", names));
        }
        return value;
    }

    /** Reads {@code true} or {@code false}; null if absent. */
    public @Nullable Boolean flag(String name) {
        return choice(name, Map.of("true", true, "false", false));
    }

    /** Reads an integer within bounds; the default if absent. */
    public int integer(String name, int least, int most, int otherwise) {
        var text = single(name);
        if (text == null) {
            return otherwise;
        }
        var isNumber = NUMBER.matcher(text).matches();
        var value = isNumber ? Integer.parseInt(text) : least;
        if (!isNumber || value < least || value > most) {
            refuse(
                    name,
                    !isNumber ? "type" : value < least ? "minimum" : "maximum",
                    String.format(Locale.ROOT, "must be an integer from %d to %d", least, most),
                    Map.of("type", "integer", "minimum", least, "maximum", most));
            return otherwise;
        }
        return value;
    }

    /** Reads a time with offset, or a date as the start of that day in the time zone; null if absent. */
    public @Nullable Instant moment(String name, ZoneId zone) {
        var text = single(name);
        if (text == null) {
            return null;
        }
        try {
            // a plus that was not percent-encoded arrives as a space
            var plain = text.replace(' ', '+');
            var moment = plain.length() == 10
                    ? LocalDate.parse(plain).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(plain).toInstant();
            if (!moment.isBefore(EARLIEST) && !moment.isAfter(LATEST)) {
                return moment;
            }
        } catch (DateTimeException _) {
            // the message below covers every invalid value
        }
        refuse(
                name,
                "format",
                "must be a time with its offset such as 2026-11-01T00:00:00Z, or a date such as 2026-11-01",
                Map.of("format", "date-time"));
        return null;
    }

    /** Adds a violation that only the caller of this class can detect. */
    public void refuse(String name, String code, String detail, Map<String, Object> allowed) {
        if (found.size() < MAX_VIOLATIONS) {
            found.add(Violation.ofParameter(Violation.shortened(name, MAX_NAME_LENGTH), code, detail, allowed));
        } else {
            omitted++;
        }
    }

    private @Nullable String single(String name) {
        known.add(name);
        var values = sent.get(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            refuse(name, "uniqueKeys", "is there more than once: send it once", Map.of());
            return null;
        }
        return values[0];
    }

    /** Returns all violations, including unknown parameters. Must be called after all parameters were read. */
    public List<Violation> violations() {
        var asked = List.copyOf(known);
        for (var name : sent.keySet()) {
            if (known.add(name)) {
                refuse(name, "additionalProperties", "is not a parameter of this request", Map.of("known", asked));
            }
        }
        return List.copyOf(found);
    }

    /**
     * Fails if there are violations. Must be called after all parameters were read.
     *
     * @throws GatewayException {@code invalid-request} with all violations
     */
    public void throwIfAny() {
        var all = violations();
        if (!all.isEmpty()) {
            throw Problem.invalid(all, omitted).asException();
        }
    }
}
