package dev.imagegateway.sandbox;

import io.netty.handler.codec.http.HttpResponseStatus;
import tools.jackson.databind.node.ObjectNode;

/** The three versions of the vendor's error bodies. */
final class ErrorEnvelope {

    private static final String PROBLEM = "application/problem+json; charset=utf-8";

    private ErrorEnvelope() {}

    static Reply render(Refusal refusal, Trace trace) {
        return switch (trace.profile()) {
            case LEGACY, HYBRID -> v1(refusal, trace);
            case EARLY2026 -> newer(v2(refusal, trace), refusal, trace);
            case CURRENT, CURRENT_NULL -> newer(v3(refusal, trace), refusal, trace);
        };
    }

    /** 2024 to December 2025; still the one in the vendor's guide. */
    static ObjectNode v1Body(Refusal refusal, Trace trace) {
        return Json.object()
                .put("requestId", trace.requestId())
                .put("statusCode", refusal.status())
                .put("timestamp", Json.time(trace.time()))
                .put("path", trace.path())
                .put("message", refusal.message());
    }

    private static Reply v1(Refusal refusal, Trace trace) {
        return Reply.json(refusal.status(), v1Body(refusal, trace))
                .with("X-Powered-By", "Express")
                .with("Access-Control-Allow-Origin", "*");
    }

    /** April 2026. The question mark after the path is the vendor's. */
    private static ObjectNode v2(Refusal refusal, Trace trace) {
        return title(refusal).put("instance", trace.path() + "?").put("timestamp", Json.time(trace.time()));
    }

    /** Since August 2026. */
    private static ObjectNode v3(Refusal refusal, Trace trace) {
        return title(refusal)
                .put("instance", trace.path())
                .put("requestId", trace.requestId())
                .put("timestamp", Json.time(trace.time()));
    }

    private static ObjectNode title(Refusal refusal) {
        return Json.object()
                .put("title", HttpResponseStatus.valueOf(refusal.status()).reasonPhrase())
                .put("status", refusal.status())
                .put("message", refusal.message());
    }

    private static Reply newer(ObjectNode body, Refusal refusal, Trace trace) {
        ObjectNode error =
                body.putObject("error").put("name", refusal.exception()).put("message", refusal.message());
        if (refusal.kind() != null) {
            error.putObject("data").put("kind", refusal.kind());
        }
        return Reply.of(refusal.status(), PROBLEM, Json.MAPPER.writeValueAsBytes(body))
                .with("x-request-id", trace.requestId());
    }
}
