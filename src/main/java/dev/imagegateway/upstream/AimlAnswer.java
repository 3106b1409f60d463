package dev.imagegateway.upstream;

import dev.imagegateway.image.Cost;
import dev.imagegateway.image.Cost.Source;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageBytes;
import dev.imagegateway.image.ProviderMetadata;
import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.secret.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** Of the images in a response, which are 10 at most for any of AIML's models. */
    private static final int MAX_FACTS = 16;

    private static final List<String> FIELDS = List.of("url", "b64_json", "image_base64");
    private static final Pattern DATA_URL = Pattern.compile("\\Adata:[a-z0-9/+.-]*;base64,", Pattern.CASE_INSENSITIVE);

    private final URI base;
    private final ForeignText foreign;
    private final AimlFacts facts;

    /** @param base the URL that relative URLs are relative to */
    AimlAnswer(URI base, ForeignText foreign) {
        this.base = base;
        this.foreign = foreign;
        this.facts = new AimlFacts(foreign);
    }

    /**
     * The content of a response.
     *
     * @param images without duplicates; empty if the upstream lists no image
     * @param metadata what the upstream states about them
     */
    record Content(List<GeneratedImage> images, ProviderMetadata metadata) {}

    /**
     * Returns the images without duplicates. A response with both lists has the same images twice, possibly on
     * different hosts. Empty if there is no list or an unreadable one.
     */
    Optional<Content> content(JsonNode body) {
        var lists = Stream.of(body.path("data"), body.path("images"), body.at("/output/choices"))
                .filter(list -> !list.isMissingNode())
                .toList();
        var general = facts.general(body);
        for (var list : lists) {
            var content = listed(list, general);
            if (!content.images().isEmpty()) {
                return Optional.of(content);
            }
        }
        var saysNone = !lists.isEmpty() && lists.stream().allMatch(AimlAnswer::isEmpty);
        return saysNone
                ? Optional.of(new Content(List.of(), new ProviderMetadata(general, List.of())))
                : Optional.empty();
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

    /** Accepts a single entry without a list, and URLs without an object, because their meaning is clear. */
    private Content listed(JsonNode list, Map<String, Object> general) {
        var seen = new HashSet<Same>();
        var images = new ArrayList<GeneratedImage>();
        var ofImages = new ArrayList<Map<String, Object>>();
        var entries = list.isArray() ? list.valueStream() : Stream.of(list);
        for (var entry : (Iterable<JsonNode>) entries::iterator) {
            var url = entry.isString() ? text(entry) : text(entry, "url");
            // decoding an ordinary URL as base64 would cost an exception for each image
            var dataUrl = url != null && DATA_URL.matcher(url).lookingAt() ? url : null;
            var inline = inline(text(entry, "b64_json"))
                    .or(() -> inline(text(entry, "image_base64")))
                    .or(() -> inline(dataUrl))
                    .orElse(null);
            var fetchable = url == null || dataUrl != null
                    ? null
                    : ImageUrl.of(url, base).orElse(null);
            if ((fetchable != null || inline != null)
                    && seen.add(new Same(fetchable, inline == null ? null : inline.base64()))) {
                images.add(image(fetchable, inline));
                if (ofImages.size() < MAX_FACTS) {
                    ofImages.add(facts.ofImage(entry));
                }
            }
        }
        return new Content(images, new ProviderMetadata(general, ofImages));
    }

    /** A URL with a key of the gateway must not be returned, but the image is paid for. */
    private GeneratedImage image(@Nullable String url, @Nullable Inline inline) {
        var bytes = inline == null ? null : inline.bytes();
        return url != null && foreign.hasKey(url)
                ? GeneratedImage.withheld(bytes, Secret.of(url))
                : new GeneratedImage(url, bytes);
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
        return text(entry.path(field));
    }

    private static @Nullable String text(JsonNode value) {
        return value.isString() && !value.stringValue().isBlank() ? value.stringValue() : null;
    }

    /** Returns the cost from the body, otherwise from the header {@code x-aimlapi-credits-used}. */
    static Optional<Cost> cost(JsonNode body, @Nullable String header) {
        var usage = body.path("meta").path("usage");
        return AimlCredits.ofAnswer(usage.path("credits_used"))
                .or(() -> AimlCredits.ofAnswer(usage.path("tokens_used")))
                .map(credits -> new Cost(credits, Source.BODY))
                .or(() -> AimlCredits.of(header).map(credits -> new Cost(credits, Source.HEADER)));
    }
}
