package dev.imagegateway.sandbox;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.node.ObjectNode;

/** Writes the responses of {@link ErrorFault}. */
final class FaultyErrors {

    private static final String HTML = "text/html; charset=UTF-8";

    private FaultyErrors() {}

    static Reply render(ErrorFault fault, Injection injection, String model, Trace trace, Instant now) {
        Refusal refusal = fault.refusal(injection.status(), model);
        return switch (fault) {
            case RATE_LIMITED_SECONDS ->
                ErrorEnvelope.render(refusal, trace).with("Retry-After", String.valueOf(injection.seconds()));
            case RATE_LIMITED_DATE ->
                ErrorEnvelope.render(refusal, trace)
                        .with(
                                "Retry-After",
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        now.plusSeconds(injection.seconds()).atZone(ZoneOffset.UTC)));
            case STATUS_AS_STRING -> {
                ObjectNode body = ErrorEnvelope.v1Body(refusal, trace);
                yield Reply.json(refusal.status(), body.put("statusCode", String.valueOf(refusal.status())));
            }
            case MESSAGE_ARRAY -> {
                ObjectNode body = ErrorEnvelope.v1Body(refusal, trace);
                body.putArray("message").add("prompt must be a string").add("num_images must not be greater than 4");
                yield Reply.json(refusal.status(), body);
            }
            case OPENAI_ERROR -> {
                ObjectNode body = Json.object();
                body.putObject("error")
                        .put("message", refusal.message())
                        .put("type", refusal.exception())
                        .putNull("code");
                yield Reply.json(refusal.status(), body);
            }
            case MISMATCHED_ERROR ->
                ErrorEnvelope.render(new Refusal(400, refusal.exception(), refusal.message(), null), trace)
                        .withStatus(refusal.status());
            case PLAIN_ERROR -> Reply.of(refusal.status(), "text/plain", bytes(refusal.message()));
            case HTML_ERROR, EDGE_TIMEOUT -> Reply.of(refusal.status(), HTML, bytes(page(refusal)));
            case EDGE_CHALLENGE ->
                edge(refusal, HTML, titled(refusal.message())).with("cf-mitigated", "challenge");
            case EDGE_BLOCK -> edge(refusal, HTML, titled(refusal.message() + " | Cloudflare"));
            case EDGE_BAN, EDGE_RATE_LIMIT -> edge(refusal, "text/plain; charset=UTF-8", refusal.message());
            case NGINX_ERROR ->
                Reply.of(refusal.status(), "text/html", bytes(nginx(refusal))).with("Server", "nginx");
            case EMPTY_ERROR -> Reply.empty(refusal.status());
            default -> ErrorEnvelope.render(refusal, trace);
        };
    }

    private static String page(Refusal refusal) {
        String title = "api.aimlapi.com | " + refusal.status() + ": " + refusal.message();
        return "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title
                + "</h1><p>cloudflare</p></body></html>\n";
    }

    private static Reply edge(Refusal refusal, String contentType, String body) {
        return Reply.of(refusal.status(), contentType, bytes(body))
                .with("Server", "cloudflare")
                .with("CF-RAY", "8f3b1c2d4e5f6a7b-FRA");
    }

    private static String titled(String title) {
        return "<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>" + title + "</title></head><body></body></html>\n";
    }

    private static String nginx(Refusal refusal) {
        String what = HttpResponseStatus.valueOf(refusal.status()).toString();
        return "<html>\r\n<head><title>" + what + "</title></head>\r\n<body>\r\n<center><h1>" + what
                + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
