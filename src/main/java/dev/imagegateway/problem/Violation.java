package dev.imagegateway.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A violation in the body, a query parameter or a header of a request.
 *
 * @param pointer the place in the body, as a JSON pointer (RFC 6901) into what was sent; empty for the whole body
 * @param parameter the query parameter, if the violation is not in the body; empty for the whole query
 * @param header the header, if the violation is in neither
 * @param code the violated rule, named by its JSON Schema keyword if there is one ({@code type}, {@code maximum},
 *     {@code enum}…)
 * @param detail what to send instead
 * @param allowed the rule's bounds or values by JSON Schema keyword, added to the other members
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

    /** A violation in the body. */
    public Violation(String pointer, String code, String detail, Map<String, Object> allowed) {
        this(pointer, null, null, code, detail, allowed);
    }

    /** A violation in a query parameter. */
    public static Violation ofParameter(String name, String code, String detail, Map<String, Object> allowed) {
        return new Violation(null, name, null, code, detail, allowed);
    }

    /** A violation in a header. */
    public static Violation ofHeader(String name, String code, String detail) {
        return new Violation(null, null, name, code, detail, Map.of());
    }

    /** Truncates a caller's text and adds an ellipsis, without splitting a surrogate pair. */
    public static String shortened(String sent, int longest) {
        if (sent.length() <= longest) {
            return sent;
        }
        var end = Character.isHighSurrogate(sent.charAt(longest - 1)) ? longest - 1 : longest;
        return sent.substring(0, end) + "…";
    }

    /** The name of the place in a readable form; empty for a whole body or query. */
    public String place() {
        if (pointer == null) {
            return parameter != null ? parameter : header == null ? "" : header;
        }
        return pointer.isEmpty()
                ? ""
                : pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }
}
