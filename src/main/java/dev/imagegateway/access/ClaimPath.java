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
 * Where a claim is: names of claims may hold slashes and dots ({@code kubernetes.io}), so that only what begins with a
 * slash is a path.
 */
final class ClaimPath {

    private final JsonPointer pointer;

    /** @param path a claim's name, or a JSON pointer (RFC 6901) to one within another */
    ClaimPath(String path) {
        this.pointer = path.startsWith("/")
                ? JsonPointer.compile(path)
                : JsonPointer.empty().appendProperty(path);
    }

    /** Its value, if that is one text; of several, nobody could say which one counts. */
    Optional<String> text(JWTClaimsSet claims) {
        var value = in(claims);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** The words of a text, as in {@code scope}, or the texts of a list, as in {@code roles}. */
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
