package dev.imagegateway.generation;

import dev.imagegateway.http.StrictJson;
import dev.imagegateway.http.Violations;
import dev.imagegateway.schema.Fields;
import dev.imagegateway.schema.Rule;
import jakarta.validation.Validator;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Parses and validates the body of an adoption. */
@Component
public final class AdoptionReader {

    private final Validator validator;
    private final Rule client;
    private final Rule reason;

    AdoptionReader(Validator validator) {
        this.validator = validator;
        this.client = Rule.of(validator, AdoptionRequest.class, "client", "string");
        this.reason = Rule.of(validator, AdoptionRequest.class, "reason", "string");
    }

    /** The rule of each field, by its name. */
    public Map<String, Rule> byField() {
        return Map.of("client", client, "reason", reason);
    }

    /** @throws dev.imagegateway.problem.GatewayException {@code invalid-request} with every violation */
    AdoptionRequest read(byte[] body) {
        var violations = new Violations();
        var tree = new StrictJson(violations).read(body);
        if (tree.isEmpty()) {
            violations.throwIfAny();
        }
        var fields = new Fields(tree, validator, violations);
        var payer = fields.requiredText("client", client);
        var why = fields.requiredText("reason", reason);
        fields.refuseUnknown();
        violations.throwIfAny();
        return new AdoptionRequest(Objects.requireNonNull(payer), Objects.requireNonNull(why));
    }
}
