package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.Deprecations.Entry;
import dev.imagegateway.sandbox.Deprecations.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the retirement of a model that a test announces. */
final class DeprecationReader {

    private DeprecationReader() {}

    /** The whole model retires, whichever of its ids is named. */
    static Entry read(ObjectNode json, Instant now) {
        RuleFields fields = new RuleFields(json);
        fields.onlyKnows(
                Set.of("id", "status", "deprecated_at", "shutdown_at", "replaced_by", "reason"), "A deprecation");
        String id = fields.required("id");
        Model model = Models.find(id);
        if (model == null) {
            throw new BadRule("There is no model " + id + ". GET /v1/models lists them.");
        }
        Status status = status(fields.text("status"));
        LocalDate shutdown = date(fields, "shutdown_at");
        if (shutdown != null && status == Status.SUPERSEDED) {
            throw new BadRule("A superseded model has no shutdown_at: it lives on as an alias.");
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate announced = date(fields, "deprecated_at");
        return new Entry(
                model.id(),
                model.aliases(),
                status,
                announced == null ? today : announced,
                shutdown == null && status == Status.WITHDRAWN ? today : shutdown,
                fields.text("replaced_by"),
                reason(fields.text("reason"), status));
    }

    private static Status status(@Nullable String text) {
        return Arrays.stream(Status.values())
                .filter(status -> label(status).equals(text == null ? "deprecated" : text))
                .findFirst()
                .orElseThrow(() -> new BadRule("status must be one of "
                        + Arrays.stream(Status.values())
                                .map(DeprecationReader::label)
                                .collect(Collectors.joining(", "))
                        + ", not " + text + "."));
    }

    /** An entry of a model that still serves has none. */
    private static @Nullable String reason(@Nullable String asked, Status status) {
        if (asked != null) {
            return asked;
        }
        return switch (status) {
            case DEPRECATED -> null;
            case SUPERSEDED -> "consolidated";
            case WITHDRAWN -> "provider_delisted";
        };
    }

    private static @Nullable LocalDate date(RuleFields fields, String name) {
        String text = fields.text(name);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException _) {
            throw new BadRule(name + " must be a date such as 2026-12-31, not " + text + ".");
        }
    }

    private static String label(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
