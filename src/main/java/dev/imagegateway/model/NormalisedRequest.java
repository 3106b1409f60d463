package dev.imagegateway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request with all defaults applied, so that an explicit default equals an omitted one. Null values have no known
 * default: the gateway chooses the seed, and the vendor does not state every default.
 */
public record NormalisedRequest(@JsonValue Map<String, @Nullable Object> members) {

    /**
     * A size in pixels, and its preset if there is one.
     *
     * @param width in pixels
     * @param height in pixels
     * @param preset the vendor's name for it
     */
    public record Size(long width, long height, @Nullable String preset) {}

    /** Applies the defaults to a request. */
    public static NormalisedRequest of(ImageGenerationRequest request) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("model", request.model().id());
        request.model().parameters().forEach((name, parameter) -> members.put(name, value(request, parameter)));
        members.put("response_format", request.responseFormat().name().toLowerCase(Locale.ROOT));
        members.put("user", request.user());
        return new NormalisedRequest(members);
    }

    private static @Nullable Object value(ImageGenerationRequest request, Parameter parameter) {
        var value = request.effective(parameter.name());
        if (!ImageGenerationRequest.isSize(parameter)) {
            return value;
        }
        var pixels = ImageGenerationRequest.pixels(parameter, value);
        return pixels == null
                ? value
                : new Size(
                        pixels.width(),
                        pixels.height(),
                        SizePreset.of(pixels).map(SizePreset::wireName).orElse(null));
    }
}
