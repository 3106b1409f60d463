package dev.imagegateway.support;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * One way to be slow.
 *
 * @param sent what is sent at once
 * @param trickled what is then sent over and over, a byte at a time; empty for silence
 * @param answer how the answer begins; empty if the connection is closed without one
 */
public record SlowCase(String name, ToIntFunction<Gateway> port, String sent, String trickled, String answer) {

    public static final String HEALTH = "GET /actuator/health/liveness HTTP/1.1\r\nHost: a\r\n";
    public static final String KEY = "Authorization: Bearer " + TestKeys.CLIENT + "\r\n";

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PARTS = "multipart/form-data; boundary=a";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    public static List<SlowCase> all() {
        var all = new ArrayList<SlowCase>();
        for (var port : List.<ToIntFunction<Gateway>>of(Gateway::port, Gateway::managementPort)) {
            all.add(new SlowCase("silence", port, "", "", ""));
            all.add(new SlowCase("request line", port, "", "a", ""));
            all.add(new SlowCase("blank lines", port, "", "\r\n", ""));
            all.add(new SlowCase("header", port, HEALTH + "X-Slow: ", "a", ""));
            all.add(new SlowCase("header with a key", port, HEALTH + KEY + "X-Slow: ", "a", ""));
            // Tomcat answers these before any valve of ours
            all.addAll(someBodies(port, "TRACE /", JSON, "405"));
            all.addAll(someBodies(port, "OPTIONS *", JSON, "200"));
        }
        all.addAll(bodies(Gateway::port, "POST /v1/images/generations", JSON, KEY, "400"));
        all.addAll(bodies(Gateway::port, "POST /v1/images/generations", JSON, "", "401"));
        all.addAll(someBodies(Gateway::port, "PUT /v1/images/generations", FORM, "401"));
        all.addAll(someBodies(Gateway::port, "POST /v1/images/generations", FORM, "401"));
        all.addAll(someBodies(Gateway::port, "POST /v1/images/generations", PARTS, "401"));
        all.addAll(someBodies(Gateway::port, "POST /nothing", JSON, "401"));
        all.addAll(someBodies(Gateway::port, "POST /problems", JSON, "405"));
        all.addAll(bodies(Gateway::managementPort, "POST /actuator/health", JSON, "", "405"));
        all.addAll(someBodies(Gateway::managementPort, "POST /actuator/health", JSON + "\r\n" + KEY.strip(), "405"));
        all.addAll(someBodies(Gateway::managementPort, "POST /actuator/health", PARTS, "405"));
        all.addAll(someBodies(Gateway::managementPort, "PUT /actuator/health", FORM, "405"));
        // actuator reads this one
        all.addAll(bodies(Gateway::managementPort, "GET /actuator/health", JSON, "", "400"));
        return all;
    }

    /** Where bodies are read by the same code as others. */
    private static List<SlowCase> someBodies(ToIntFunction<Gateway> port, String line, String type, String status) {
        return bodies(port, line, type, "", status).stream()
                .filter(slow ->
                        slow.name().endsWith("small chunks") || slow.name().endsWith("chunk extension"))
                .toList();
    }

    /** A body can be slow in any of its parts. */
    private static List<SlowCase> bodies(
            ToIntFunction<Gateway> port, String line, String type, String key, String status) {
        var head = line + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\n" + key;
        var answer = "HTTP/1.1 " + status;
        return List.of(
                new SlowCase(line + ", Content-Length", port, head + "Content-Length: 60000\r\n\r\n{", " ", answer),
                new SlowCase(line + ", silence", port, head + "Content-Length: 60000\r\n\r\n{", "", answer),
                new SlowCase(line + ", small chunks", port, head + CHUNKED, "1\r\n \r\n", answer),
                new SlowCase(line + ", chunk data", port, head + CHUNKED + "ffff\r\n", " ", answer),
                new SlowCase(line + ", chunk size", port, head + CHUNKED + "1", "", answer),
                new SlowCase(line + ", chunk extension", port, head + CHUNKED + "1;", "a", answer),
                new SlowCase(line + ", trailer", port, head + CHUNKED + "1\r\n{\r\n0\r\nX-Slow: ", "a", answer));
    }
}
