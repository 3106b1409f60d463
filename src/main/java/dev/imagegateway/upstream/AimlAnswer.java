package dev.imagegateway.upstream;

import dev.imagegateway.image.Cost;
import dev.imagegateway.image.Cost.Source;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageBytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Parses every response format that AIML has used for images: {@code output.choices} (2024), {@code images} alone
 * (until September 2025), {@code images} together with {@code data} (October 2025), and {@code data} alone since. The
 * cost is {@code tokens_used}, later {@code credits_used}; {@code meta} may be missing.
 */
final class AimlAnswer {

    private static final List<String> FIELDS = List.of("url", "b64_json", "image_base64");
    private static final Pattern HTTP = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);
    private static final Pattern DATA_URL = Pattern.compile("\\Adata:[a-z0-9/+.-]*;base64,", Pattern.CASE_INSENSITIVE);

    private AimlAnswer() {}

    /**
     * Returns the images without duplicates. A response with both lists has the same images twice, possibly on
     * different hosts. Returns an empty list if the upstream lists no image, and an empty Optional if there is no list
     * or an unreadable one.
     */
    static Optional<List<GeneratedImage>> images(JsonNode body) {
        var lists = Stream.of(body.path("data"), body.path("images"), body.at("/output/choices"))
                .filter(list -> !list.isMissingNode())
                .toList();
        for (var list : lists) {
            var images = listed(list);
            if (!images.isEmpty()) {
                return Optional.of(images);
            }
        }
        var saysNone = !lists.isEmpty() && lists.stream().allMatch(AimlAnswer::isEmpty);
        return saysNone ? Optional.of(List.of()) : Optional.empty();
    }

    private static boolean isEmpty(JsonNode list) {
        return list.isNull()
                || (list.isArray()
                        && list.valueStream()
                                .allMatch(entry -> entry.isObject()
                                        && FIELDS.stream().allMatch(field -> text(entry, field) == null)));
    }

    /** Decoded bytes and their base64 text. */
    private record Inline(String base64, ImageBytes bytes) {}

    /** Two entries with equal values are the same image. */
    private record Same(@Nullable String url, @Nullable String base64) {}

    private static List<GeneratedImage> listed(JsonNode list) {
        var seen = new HashSet<Same>();
        var images = new ArrayList<GeneratedImage>();
        for (var entry : list) {
            var url = text(entry, "url");
            // decoding an ordinary URL as base64 would cost an exception for each image
            var dataUrl = url != null && DATA_URL.matcher(url).lookingAt() ? url : null;
            var inline = inline(text(entry, "b64_json"))
                    .or(() -> inline(text(entry, "image_base64")))
                    .or(() -> inline(dataUrl))
                    .orElse(null);
            var fetchable = url != null && HTTP.matcher(url).lookingAt() ? url : null;
            if ((fetchable != null || inline != null)
                    && seen.add(new Same(fetchable, inline == null ? null : inline.base64()))) {
                images.add(new GeneratedImage(fetchable, inline == null ? null : inline.bytes()));
            }
        }
        return images;
    }

    /** Decodes base64 or a base64 data URL; empty if the text is neither. */
    private static Optional<Inline> inline(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        var bare = DATA_URL.matcher(text).replaceFirst("");
        try {
            var bytes = Base64.getDecoder().decode(bare);
            return bytes.length > 0 ? Optional.of(new Inline(bare, ImageBytes.of(bytes))) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Reads a text field. Often two fields are present and one of them is null. */
    private static @Nullable String text(JsonNode entry, String field) {
        var value = entry.path(field);
        return value.isString() && !value.stringValue().isBlank() ? value.stringValue() : null;
    }

    /** Returns the cost from the body, otherwise from the header {@code x-aimlapi-credits-used}. */
    static Optional<Cost> cost(JsonNode body, @Nullable String header) {
        var usage = body.path("meta").path("usage");
        return AimlCredits.of(usage.path("credits_used"))
                .or(() -> AimlCredits.of(usage.path("tokens_used")))
                .map(credits -> new Cost(credits, Source.BODY))
                .or(() -> AimlCredits.of(header).map(credits -> new Cost(credits, Source.HEADER)));
    }
}
