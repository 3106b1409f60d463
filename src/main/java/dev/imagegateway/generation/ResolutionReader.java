package dev.imagegateway.generation;

import dev.imagegateway.http.StrictJson;
import dev.imagegateway.http.Violations;
import dev.imagegateway.schema.Fields;
import dev.imagegateway.schema.Rule;
import jakarta.validation.Validator;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Parses and validates the body of a resolution. */
@Component
public final class ResolutionReader {

    private final Validator validator;
    private final Rule state;
    private final Rule credits;
    private final Rule reason;

    ResolutionReader(Validator validator) {
        this.validator = validator;
        this.state = Rule.of(validator, ResolutionRequest.class, "state", "string");
        this.credits = Rule.of(validator, ResolutionRequest.class, "credits", "integer");
        this.reason = Rule.of(validator, ResolutionRequest.class, "reason", "string");
    }

    /** The rule of each field, by its name. */
    public Map<String, Rule> byField() {
        return Map.of("state", state, "credits", credits, "reason", reason);
    }

    /** @throws dev.imagegateway.problem.GatewayException {@code invalid-request} with every violation */
    ResolutionRequest read(byte[] body) {
        var violations = new Violations();
        var tree = new StrictJson(violations).read(body);
        if (tree.isEmpty()) {
            violations.throwIfAny();
        }
        var fields = new Fields(tree, validator, violations);
        var to = fields.requiredText("state", state);
        var cost = fields.longInteger("credits", credits);
        var why = fields.requiredText("reason", reason);
        if ("settled".equals(to) && fields.raw("credits") == null) {
            violations.add("/credits", "required", "is missing: settled at how many?", credits.allowed());
        }
        if ("released".equals(to) && fields.raw("credits") != null) {
            violations.add("/credits", "conflict", "contradicts state: what is released cost nothing");
        }
        fields.refuseUnknown();
        violations.throwIfAny();
        return new ResolutionRequest(Objects.requireNonNull(to), cost, Objects.requireNonNull(why));
    }
}
