package dev.imagegateway.model;

import dev.imagegateway.secret.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a canonical request: every parameter that changes the image, so that an explicit default equals an omitted
 * one. The response format and the user are not included.
 */
public final class Fingerprint {

    /**
     * The parameters of the first model, hashed as in versions that knew no other, so that their stored generations are
     * still found.
     */
    private static final List<String> OF_FIRST_MODEL = List.of(
            Model.PROMPT,
            "num_images",
            Model.SEED,
            "image_size",
            "negative_prompt",
            "prompt_expansion",
            "guidance_scale",
            "num_inference_steps",
            "enable_safety_checker");

    private final MessageDigest digest = Sha256.digest();

    private Fingerprint() {}

    /** Returns SHA-256 in 64 hexadecimal digits. */
    public static String of(ImageGenerationRequest request) {
        var print = new Fingerprint();
        var model = request.model();
        var isFirst = model.id().equals(Catalogue.DEFAULT_MODEL);
        print.add(isFirst ? "v1" : "v2");
        print.add(model.id());
        var ofFirst = isFirst ? OF_FIRST_MODEL : List.<String>of();
        ofFirst.forEach(name -> print.add(canonical(request, name, request.effective(name))));
        // with names and without defaults, so that a new parameter with a default does not change the hash
        new TreeMap<>(request.values()).forEach((name, sent) -> {
            if (ofFirst.contains(name)) {
                return;
            }
            var value = canonical(request, name, sent);
            var usual = canonical(
                    request,
                    name,
                    Objects.requireNonNull(model.parameters().get(name)).defaultValue());
            if (value != null && !value.equals(usual)) {
                print.add(name);
                print.add(value);
            }
        });
        return HexFormat.of().formatHex(print.digest.digest());
    }

    /** Equal sizes may be given by name or by dimensions. */
    private static @Nullable String canonical(ImageGenerationRequest request, String name, @Nullable Object value) {
        var parameter = request.model().parameters().get(name);
        var pixels = parameter == null || !ImageGenerationRequest.isSize(parameter)
                ? null
                : ImageGenerationRequest.pixels(parameter, value);
        return pixels == null ? Values.canonical(value) : pixels.toString();
    }

    /** Adds a value with its length, so that the encoding is unambiguous. */
    private void add(@Nullable String value) {
        if (value == null) {
            digest.update((byte) 0);
            return;
        }
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        digest.update((byte) 1);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
