package dev.imagegateway.sandbox;

import java.util.Base64;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * A response without its cost: {@code data}, and what the adapter of the model adds.
 *
 * @param url finds the URL of a picture
 * @param bytes draws a picture
 */
record ShapedBody(Function<Picture, String> url, Function<Picture, byte[]> bytes) {

    /** @param withNull whether an image by URL has {@code b64_json: null} in any case */
    ObjectNode of(Generation generation, boolean withNull) {
        ObjectNode body = Json.object();
        GenerationRequest request = generation.request();
        switch (request.model().shape()) {
            case OPENAI -> openAi(body, generation);
            case GEMINI -> body.put("description", "");
            case ALIBABA -> body.put("created", generation.created().toEpochMilli());
            case QWEN -> {
                body.put("created", generation.created().toEpochMilli());
                body.putNull("background").putNull("output_format").putNull("quality");
                body.putNull("size").putNull("usage");
            }
            case FAL, IMAGEN, GROK, SEEDREAM, REVE -> {}
        }
        var data = body.putArray("data");
        generation.pictures().forEach(picture -> item(data.addObject(), picture, generation, withNull));
        return body;
    }

    private void item(ObjectNode item, Picture picture, Generation generation, boolean withNull) {
        GenerationRequest request = generation.request();
        Shape shape = request.model().shape();
        boolean base64 = request.asBase64();
        if (base64) {
            item.put("b64_json", base64(picture));
        } else if (withNull || shape == Shape.OPENAI || shape == Shape.IMAGEN || shape == Shape.REVE) {
            item.putNull("b64_json");
        }
        if (request.asDataUrl()) {
            item.put("url", "data:" + picture.type().contentType() + ";base64," + base64(picture));
        } else if (!base64) {
            item.put("url", url.apply(picture));
        } else {
            item.putNull("url");
        }
        switch (shape) {
            case OPENAI -> item.putNull("revised_prompt");
            case IMAGEN -> {
                item.put("mime_type", picture.type().contentType());
                if (request.model().id().startsWith("imagen-3") && request.flag("enhance_prompt", true)) {
                    item.put("prompt", request.prompt() + ", highly detailed");
                }
            }
            case GEMINI ->
                item.put("content_type", picture.type().contentType())
                        .put("file_name", picture.id() + "." + picture.type().extension())
                        .putNull("width")
                        .putNull("height");
            case GROK -> item.put("mime_type", picture.type().contentType()).put("revised_prompt", "");
            case SEEDREAM -> item.put("size", picture.pixels().toString());
            case REVE ->
                item.put("request_id", "rsid-" + picture.id().replaceAll("^\\d+|-", ""))
                        .put("content_violation", false);
            case FAL, ALIBABA, QWEN -> {}
        }
    }

    /** The newest responses by URL have only nulls. */
    private static void openAi(ObjectNode body, Generation generation) {
        GenerationRequest request = generation.request();
        if (!request.asBase64()) {
            body.putNull("created").putNull("background").putNull("output_format");
            body.putNull("quality").putNull("size").putNull("usage");
            return;
        }
        long input = Tokens.prompt(request);
        long output = Tokens.output(request) * generation.pictures().size();
        body.put("created", generation.created().getEpochSecond())
                .put("background", request.text("background").equals("transparent") ? "transparent" : "opaque")
                .put("output_format", request.text("output_format"))
                .put("quality", request.text("quality"))
                .put("size", request.text("size"))
                .putObject("usage")
                .put("input_tokens", input)
                .put("output_tokens", output)
                .put("total_tokens", input + output)
                .putObject("input_tokens_details")
                .put("text_tokens", input)
                .put("image_tokens", 0);
    }

    private String base64(Picture picture) {
        return Base64.getEncoder().encodeToString(bytes.apply(picture));
    }
}
