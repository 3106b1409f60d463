package dev.imagegateway.sandbox;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the vendor's own fault switch {@code test/dummy-image} does.
 *
 * @param delay before the response
 * @param refusal null if there is none
 */
record DummyFault(Duration delay, @Nullable Refusal refusal) {

    private static final double MAX_MILLIS = 600_000;

    /** No fault for other models, and for a status that is no error. The unit of the delay is a guess. */
    static DummyFault of(GenerationRequest request) {
        JsonNode test = request.values().get("test");
        if (test == null || !request.model().id().equals(Model.DUMMY)) {
            return new DummyFault(Duration.ZERO, null);
        }
        double millis = Math.clamp(test.path("delay").asDouble(0), 0, MAX_MILLIS);
        double status = test.path("errorStatus").asDouble(0);
        boolean fails = status >= 400 && status < 600;
        return new DummyFault(Duration.ofMillis((long) millis), fails ? refusal((int) status) : null);
    }

    private static Refusal refusal(int status) {
        String name = HttpResponseStatus.valueOf(status).reasonPhrase();
        return new Refusal(status, name.replaceAll("\\W", "") + "Exception", name, null);
    }
}
