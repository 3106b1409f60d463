package dev.imagegateway.sandbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a GET, validated as they are read. */
final class Query {

    private final Map<String, List<String>> parameters;

    Query(Call call) {
        parameters = call.query();
    }

    /** Thrown if a parameter is refused. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.message());
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    static Refused invalid(String issue) {
        return new Refused(Refusal.invalidQuery(issue));
    }

    void onlyKnows(Set<String> known) {
        parameters.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw invalid("Unrecognized key(s) in object: '" + name + "'");
                });
    }

    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    @Nullable
    String one(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw invalid(name + ": Expected string, received array");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    @Nullable
    String oneOf(String name, Set<String> allowed) {
        String value = one(name);
        if (value != null) {
            check(name, value, allowed);
        }
        return value;
    }

    List<String> manyOf(String name, Set<String> allowed) {
        all(name).forEach(value -> check(name, value, allowed));
        return all(name);
    }

    int number(String name, int usual, int min, int max) {
        String value = one(name);
        if (value == null) {
            return usual;
        }
        if (!value.matches("-?\\d{1,9}")) {
            throw invalid(name + ": Expected number, received nan");
        }
        int number = Integer.parseInt(value);
        if (number < min) {
            throw invalid(name + ": Number must be greater than or equal to " + min);
        }
        if (number > max) {
            throw invalid(name + ": Number must be less than or equal to " + max);
        }
        return number;
    }

    /** An ISO date or time; UTC without an offset. */
    @Nullable
    Instant time(String name) {
        String value = one(name);
        if (value == null) {
            return null;
        }
        try {
            if (value.matches("[\\d-]+")) {
                return LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            return value.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                    ? OffsetDateTime.parse(value).toInstant()
                    : LocalDateTime.parse(value).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            throw invalid(name + ": Invalid datetime");
        }
    }

    private static void check(String name, String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw invalid(name + ": Invalid enum value. Expected '" + String.join("' | '", allowed) + "', received '"
                    + value + "'");
        }
    }
}
