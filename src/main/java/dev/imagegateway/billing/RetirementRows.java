package dev.imagegateway.billing;

import dev.imagegateway.billing.Retirement.Status;
import dev.imagegateway.secret.ForeignText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Parses AIML's list of models that end or have ended. Entries and members that are not understood are left out. */
final class RetirementRows {

    /** AIML's list had 132 entries in August 2026. */
    private static final int MAX_ENTRIES = 10_000;

    private static final int MAX_ALIASES = 100;

    /** The names that a model can have in the catalogue. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]{1,100}");

    private static final Map<String, Status> STATUSES =
            Map.of("deprecated", Status.DEPRECATED, "superseded", Status.SUPERSEDED, "withdrawn", Status.WITHDRAWN);

    private static final int DATE_LENGTH = "2026-12-31".length();
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);

    private final ForeignText foreign;

    /** @param foreign tells whether a name repeats a key */
    RetirementRows(ForeignText foreign) {
        this.foreign = foreign;
    }

    /** Parses a page; empty if it is not such a list. */
    Optional<List<Retirement>> read(JsonNode page) {
        var data = page.path("data");
        return data.isArray()
                ? Optional.of(data.valueStream()
                        .limit(MAX_ENTRIES)
                        .flatMap(entry -> retirement(entry).stream())
                        .toList())
                : Optional.empty();
    }

    private Optional<Retirement> retirement(JsonNode entry) {
        var status = STATUSES.get(entry.path("status").asString(""));
        var names = Stream.concat(
                        Stream.of(entry.path("id")),
                        entry.path("aliases").valueStream().limit(MAX_ALIASES))
                .map(this::name)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        return status == null || names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Retirement(
                        names,
                        status,
                        date(entry.path("deprecated_at")),
                        date(entry.path("shutdown_at")),
                        name(entry.path("replaced_by")).orElse(null)));
    }

    private Optional<String> name(JsonNode node) {
        return Optional.of(node)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(name -> NAME.matcher(name).matches() && !foreign.hasKey(name));
    }

    /** Reads a date, or the date of a time. */
    private static @Nullable LocalDate date(JsonNode node) {
        var text = node.isString() ? node.stringValue() : "";
        if (text.length() < DATE_LENGTH || (text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) != 'T')) {
            return null;
        }
        try {
            var day = LocalDate.parse(text.substring(0, DATE_LENGTH));
            return day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY) ? null : day;
        } catch (DateTimeException _) {
            return null;
        }
    }
}
