package dev.imagegateway.support;

import java.nio.charset.StandardCharsets;

/**
 * The right answer to a request, and its parts, one character a byte.
 *
 * @param id a header line that names the request, as AIML sends it; empty for a request without an id
 * @param body what was asked for
 */
public record RightAnswer(String id, String body) {

    public static final String END = "\r\n";

    /** The JSON that leads to the image whose name is the prompt, or the bytes of the image whose name the path ends with. */
    public static RightAnswer to(RawRequest request, String url) {
        var id = request.header("X-Client-Request-Id");
        var body = request.is("POST")
                ? "{\"data\":[{\"url\":\"" + url + "/" + prompt(request.body()) + "\"}]}"
                : image(request.head().substring(5, request.head().indexOf(" HTTP/")));
        return new RightAnswer(id.isEmpty() ? "" : "x-client-request-id: " + id + END, body);
    }

    private static String prompt(String json) {
        var start = json.indexOf("\"prompt\":\"") + 10;
        return json.substring(start, json.indexOf('"', start));
    }

    /** A PNG, different from every other. */
    public static String image(String name) {
        return new String(TestPng.bytes(), StandardCharsets.ISO_8859_1) + name;
    }

    public String whole() {
        return with("HTTP/1.1 200 OK", id);
    }

    public String with(String status, String headers) {
        return status + END + headers + "Content-Length: " + body.length() + END + END + body;
    }

    public String chunked(String status, String headers) {
        return status + END + headers + "Transfer-Encoding: chunked" + END + END + Integer.toHexString(body.length())
                + END + body + END + "0" + END + END;
    }

    /** Without the last bytes of its body. */
    public String cut() {
        return whole().substring(0, whole().length() - 5);
    }

    /** What {@link #cut} lacks. */
    public String rest() {
        return body.substring(body.length() - 5);
    }
}
