package dev.imagegateway.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * One fault in a request's body.
 *
 * @param pointer where, as a JSON pointer (RFC 6901) into what was sent; empty for the body as a whole
 * @param code the rule that is broken, by JSON Schema's keyword where there is one ({@code type}, {@code maximum},
 *     {@code enum}…)
 * @param detail what to send instead
 * @param allowed the rule's bounds or values, by JSON Schema's keywords; they appear beside the other members
 */
@JsonPropertyOrder({"pointer", "code", "detail"})
public record Violation(
        String pointer,
        String code,
        String detail,
        @JsonAnyGetter Map<String, Object> allowed) {}
