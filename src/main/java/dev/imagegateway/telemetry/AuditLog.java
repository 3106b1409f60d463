package dev.imagegateway.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people decided, for those who ask later who it was: one line of JSON each, on a logger of its own, so that it
 * can be kept apart.
 */
public final class AuditLog {

    private static final Logger log = LoggerFactory.getLogger("audit");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AuditLog() {}

    /**
     * Writes a line.
     *
     * @param event what happened
     * @param facts texts and numbers, in the order of the line; nothing secret
     */
    public static void write(String event, Map<String, ? extends @Nullable Object> facts) {
        var line = JSON.createObjectNode().put("event", event);
        facts.forEach((name, value) -> line.putPOJO(name, value));
        // as JSON, a text that a caller sent cannot begin a line of its own
        log.info("{}", JSON.writeValueAsString(line));
    }
}
