package dev.imagegateway.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the response to a generation, either correct or modified by an {@link AnswerFault}. */
final class FaultyAnswers {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    private final AnswerBodies answers;
    private final Album album;

    FaultyAnswers(AnswerBodies answers, Album album) {
        this.answers = answers;
        this.album = album;
    }

    Reply render(Generation generation, Injection injection) {
        Integer status = injection.status();
        Reply reply = injection.fault() instanceof AnswerFault fault
                ? spoilt(fault, generation, injection)
                : whole(generation, answers.body(generation));
        return status == null ? reply : reply.withStatus(status);
    }

    private Reply spoilt(AnswerFault fault, Generation generation, Injection injection) {
        ObjectNode body = answers.body(generation);
        Reply whole = whole(generation, body);
        return switch (fault) {
            case NONE, PRICE_CHANGE, FEWER_IMAGES -> whole;
            case TRUNCATED_JSON ->
                as(whole, Reply.JSON, text(body).substring(0, text(body).length() * 2 / 3));
            case NOT_JSON -> as(whole, TEXT, "OK, your image is ready.");
            case HTML -> as(whole, HTML, "<!DOCTYPE html><title>AIML API</title><p>We'll be right back.");
            case EMPTY_BODY -> as(whole, Reply.JSON, "");
            case EMPTY_DATA -> {
                lists(body).forEach(ArrayNode::removeAll);
                yield whole(generation, body);
            }
            case NULL_DATA -> {
                imageFields(body).forEach(body::putNull);
                yield whole(generation, body);
            }
            case NO_URL -> {
                items(body).forEach(item -> item.putNull("url").putNull("b64_json"));
                yield whole(generation, body);
            }
            case B64 -> {
                lists(body).forEach(list -> encode(list, generation));
                yield whole(generation, body);
            }
            case BOTH_SHAPES -> {
                ArrayNode list = lists(body).getFirst();
                body.set("images", list);
                body.set("data", list.deepCopy());
                yield whole(generation, body);
            }
            case LEAKED_HOST -> {
                items(body).stream()
                        .filter(item -> item.path("url").isString())
                        .forEach(item -> item.put(
                                "url",
                                item.get("url")
                                        .stringValue()
                                        .replaceFirst("^.*/files/|^.*?//[^/]*/", "https://v3b.fal.media/files/")));
                yield whole(generation, body);
            }
            case MISSING_META -> whole(generation, body.without("meta"));
            case NULL_META -> whole(generation, body.putNull("meta"));
            case MISSING_COST -> withoutCost(whole(generation, body.without("meta")));
            case MISSING_COST_HEADERS -> withoutCost(whole);
            case MISSING_INFERENCE_ID -> whole.without("x-inference-id");
            case WRONG_CONTENT_TYPE -> whole.with("Content-Type", HTML);
            case HUGE_BODY -> {
                String open = text(body).substring(0, text(body).length() - 1) + ",\"padding\":\"";
                yield as(whole, Reply.JSON, open).over(new Wire.Padded(injection.mib(), "\"}"));
            }
        };
    }

    private static Reply whole(Generation generation, ObjectNode body) {
        return Reply.json(AnswerBodies.status(generation), body).with(AnswerBodies.headers(generation));
    }

    private static Reply as(Reply whole, String contentType, String text) {
        Map<String, String> headers = whole.with("Content-Type", contentType).headers();
        return Reply.of(whole.status(), contentType, text.getBytes(StandardCharsets.UTF_8))
                .with(headers);
    }

    private static Reply withoutCost(Reply reply) {
        return reply.without("x-aimlapi-credits-used").without("x-aimlapi-usd-spent");
    }

    private void encode(ArrayNode list, Generation generation) {
        for (int i = 0; i < list.size(); i++) {
            byte[] file = album.bytes(generation.pictures().get(i));
            ((ObjectNode) list.get(i))
                    .putNull("url")
                    .put("b64_json", Base64.getEncoder().encodeToString(file));
        }
    }

    private static List<String> imageFields(ObjectNode body) {
        return body.propertyNames().stream()
                .filter(name -> name.equals("data") || name.equals("images"))
                .toList();
    }

    private static List<ArrayNode> lists(ObjectNode body) {
        return imageFields(body).stream()
                .map(name -> (ArrayNode) body.get(name))
                .toList();
    }

    private static List<ObjectNode> items(ObjectNode body) {
        return lists(body).stream()
                .flatMap(list -> list.valueStream().map(ObjectNode.class::cast))
                .toList();
    }

    private static String text(ObjectNode body) {
        return Json.MAPPER.writeValueAsString(body);
    }
}
