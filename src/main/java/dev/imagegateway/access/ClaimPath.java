package dev.imagegateway.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The location of a claim in a token. Claim names may contain slashes and dots ({@code kubernetes.io}), so only a value
 * that starts with a slash is a path.
 */
final class ClaimPath {

    private final JsonPointer pointer;

    /** @param path a claim's name, or a JSON pointer (RFC 6901) to a nested claim */
    ClaimPath(String path) {
        this.pointer = path.startsWith("/")
                ? JsonPointer.compile(path)
                : JsonPointer.empty().appendProperty(path);
    }

    /** Returns the value if it is a single string; a list would be ambiguous. */
    Optional<String> text(JWTClaimsSet claims) {
        var value = in(claims);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** Returns the words of a string, as in {@code scope}, or the strings of a list, as in {@code roles}. */
    Set<String> words(JWTClaimsSet claims) {
        var value = in(claims);
        if (value.isString()) {
            return Arrays.stream(value.stringValue().strip().split("\\s+")).collect(Collectors.toSet());
        }
        return value.isArray()
                ? value.valueStream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private JsonNode in(JWTClaimsSet claims) {
        return JsonMapper.shared().<JsonNode>valueToTree(claims.toJSONObject()).at(pointer);
    }
}
