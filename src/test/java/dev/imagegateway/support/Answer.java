package dev.imagegateway.support;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server answered.
 *
 * @param status HTTP status
 * @param headers by name, in any case; the first value of each
 * @param bytes the body
 */
@SuppressWarnings("ArrayRecordComponent") // no two answers are ever compared
public record Answer(int status, Map<String, String> headers, byte[] bytes) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static Answer of(HttpResponse<byte[]> response) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        return new Answer(response.statusCode(), headers, response.body());
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** All of it, as one would read it on the wire. */
    public String print() {
        return status + "\n" + headers + "\n\n" + text();
    }

    public JsonNode json() {
        return JSON.readTree(bytes);
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The problem's code, as {@code type} ends with it. */
    public String problem() {
        return json().path("type").asString("").replace("/problems/", "");
    }

    /** Each violation as {@code pointer code}, or {@code parameter code}, sorted. */
    public List<String> violations() {
        return StreamSupport.stream(json().path("errors").spliterator(), false)
                .map(error ->
                        error.path("pointer").asString(error.path("parameter").asString("")) + " "
                                + error.path("code").asString())
                .sorted()
                .toList();
    }
}
