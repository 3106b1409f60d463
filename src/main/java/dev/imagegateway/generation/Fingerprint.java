package dev.imagegateway.generation;

import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.image.ImageSize.Preset;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What makes two requests the same: every field that changes the image, with its default applied, so that saying a
 * default and leaving it out are one. Neither how the image is handed over nor who asks is part of it.
 */
final class Fingerprint {

    private static final int DEFAULT_STEPS = 50;

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 in 64 hexadecimal digits. */
    static String of(ImageGenerationRequest request) {
        var size = Objects.requireNonNullElse(request.imageSize(), Preset.SQUARE_HD);
        var print = new Fingerprint();
        print.add("v1");
        print.add(request.model());
        print.add(request.prompt());
        print.add(request.imagesAsked());
        print.add(request.seed());
        print.add(size.widthInPixels() + "x" + size.heightInPixels());
        print.add(Objects.requireNonNullElse(request.negativePrompt(), ""));
        print.add(Objects.requireNonNullElse(request.promptExpansion(), false));
        print.add(canonical(request.guidanceScale()));
        print.add(Objects.requireNonNullElse(request.numInferenceSteps(), DEFAULT_STEPS));
        print.add(Objects.requireNonNullElse(request.enableSafetyChecker(), true));
        return HexFormat.of().formatHex(print.digest.digest());
    }

    /** The vendor states no default for this one, so that leaving it out is a value of its own. */
    private static @Nullable String canonical(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros().toPlainString();
    }

    /** With its length before it, so that no two requests read alike. */
    private void add(@Nullable Object value) {
        if (value == null) {
            digest.update((byte) 0);
            return;
        }
        var bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        digest.update((byte) 1);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
