package dev.imagegateway.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fault in a request: in its body, in a query parameter or in a header.
 *
 * @param pointer where in the body, as a JSON pointer (RFC 6901) into what was sent; empty for the body as a whole
 * @param parameter which query parameter, if it is not in the body; empty for the query as a whole
 * @param header which header, if it is in neither
 * @param code the rule that is broken, by JSON Schema's keyword where there is one ({@code type}, {@code maximum},
 *     {@code enum}…)
 * @param detail what to send instead
 * @param allowed the rule's bounds or values, by JSON Schema's keywords; they appear beside the other members
 */
@JsonPropertyOrder({"pointer", "parameter", "header", "code", "detail"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Violation(
        @Nullable String pointer,
        @Nullable String parameter,
        @Nullable String header,
        String code,
        String detail,
        @JsonAnyGetter Map<String, Object> allowed) {

    /** A fault in the body. */
    public Violation(String pointer, String code, String detail, Map<String, Object> allowed) {
        this(pointer, null, null, code, detail, allowed);
    }

    /** A fault in a query parameter. */
    public static Violation ofParameter(String name, String code, String detail, Map<String, Object> allowed) {
        return new Violation(null, name, null, code, detail, allowed);
    }

    /** A fault in a header. */
    public static Violation ofHeader(String name, String code, String detail) {
        return new Violation(null, null, name, code, detail, Map.of());
    }

    /** At most so many characters of what a caller sent, and an ellipsis for the rest; never half a surrogate pair. */
    public static String shortened(String sent, int longest) {
        if (sent.length() <= longest) {
            return sent;
        }
        var end = Character.isHighSurrogate(sent.charAt(longest - 1)) ? longest - 1 : longest;
        return sent.substring(0, end) + "…";
    }

    /** The name of what is at fault, as one would say it; empty for a body or a query as a whole. */
    public String place() {
        if (pointer == null) {
            return parameter != null ? parameter : header == null ? "" : header;
        }
        return pointer.isEmpty()
                ? ""
                : pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }
}
