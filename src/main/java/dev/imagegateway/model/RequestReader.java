package dev.imagegateway.model;

import dev.imagegateway.http.StrictJson;
import dev.imagegateway.http.Violations;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Violation;
import dev.imagegateway.schema.Fields;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses a body with the parameters of its model and OpenAI's names for them, and reports all violations together. Does
 * not convert types and does not silently drop unknown fields.
 */
@Component
public final class RequestReader {

    private final RequestRules rules;
    private final Catalogue catalogue;

    RequestReader(RequestRules rules, Catalogue catalogue) {
        this.rules = rules;
        this.catalogue = catalogue;
    }

    /**
     * Parses a body.
     *
     * @param model the model that the path names; null if the body has to name it
     * @param otherViolations violations outside the body
     * @return the request, which has a refusal if only the state of its model keeps it from being sent
     * @throws GatewayException {@code invalid-request} with all violations
     */
    public ParsedRequest read(byte[] body, @Nullable String model, List<Violation> otherViolations) {
        var violations = new Violations(otherViolations);
        var tree = new StrictJson(violations).read(body);
        if (tree.isEmpty()) {
            violations.throwIfAny();
        }
        if (model != null) {
            name(model, tree, violations);
        }
        var fields = new Fields(tree, rules.validator(), violations);
        var name = fields.requiredText("model", rules.model);
        // without a name, the rules of the first model tell more than none
        var known =
                name == null ? catalogue.defaultModel() : catalogue.find(name).orElse(null);
        if (known == null || !catalogue.isServed(known)) {
            var isWellFormed = violations.isEmpty();
            refuse(name, known, violations);
            fields.requiredText(Model.PROMPT, rules.prompt);
            var refusal = violations.asException();
            if (known == null || !isWellFormed) {
                throw refusal;
            }
            return retired(known, tree, refusal);
        }
        return new ModelRequestReader(rules, catalogue, known, fields, violations).read();
    }

    /** Reads a request for a model that is retired now and was not when an equal one was sent. */
    private ParsedRequest retired(Model model, ObjectNode tree, GatewayException refusal) {
        var violations = new Violations();
        try {
            var fields = new Fields(tree, rules.validator(), violations);
            fields.requiredText("model", rules.model);
            var parsed = new ModelRequestReader(rules, catalogue, model, fields, violations).read();
            return new ParsedRequest(parsed.request(), parsed.ignored(), refusal);
        } catch (GatewayException _) {
            // its parameters are of less interest than the model's end
            throw refusal;
        }
    }

    private static void name(String model, ObjectNode tree, Violations violations) {
        var sent = tree.path("model");
        if (sent.isMissingNode() || sent.isNull()) {
            tree.put("model", model);
        } else if (sent.isString() && !sent.stringValue().equals(model)) {
            violations.add("/model", "conflict", "contradicts the model in the path: send one of them");
        }
    }

    private void refuse(@Nullable String name, @Nullable Model retired, Violations violations) {
        if (retired == null) {
            var nearest = catalogue.nearest(String.valueOf(name));
            violations.add(
                    "/model",
                    "enum",
                    "is not a model of this gateway; the nearest one is '" + nearest + "'. GET /v1/models lists all",
                    Map.of("nearest", nearest));
            return;
        }
        var lifecycle = catalogue.lifecycle(retired);
        var instead = lifecycle.replacement();
        if (lifecycle.status() == Lifecycle.Status.UNSUPPORTED) {
            violations.add(
                    "/model",
                    "enum",
                    "is not offered by this gateway. " + Objects.requireNonNullElse(lifecycle.note(), "")
                            + (instead == null ? "" : " Use '" + instead + "' instead"),
                    instead == null ? Map.of() : Map.of("replacement", instead));
            return;
        }
        violations.add(
                "/model",
                "enum",
                "is retired" + (lifecycle.shutdown() == null ? "" : " since " + lifecycle.shutdown())
                        + (instead == null ? "; GET /v1/models lists the others" : "; use '" + instead + "' instead"),
                instead == null ? Map.of() : Map.of("replacement", instead));
    }
}
