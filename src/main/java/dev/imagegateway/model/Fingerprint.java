package dev.imagegateway.model;

import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.secret.Sha256;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What makes two requests the same: every field that changes the image, with its default applied, so that saying a
 * default and leaving it out are one. Neither how the image is handed over nor who asks is part of it.
 */
public final class Fingerprint {

    private final MessageDigest digest = Sha256.digest();

    private Fingerprint() {}

    /** SHA-256 in 64 hexadecimal digits. */
    public static String of(ImageGenerationRequest request) {
        var normal = NormalisedRequest.of(request);
        var size = normal.imageSize();
        var print = new Fingerprint();
        print.add("v1");
        print.add(normal.model());
        print.add(normal.prompt());
        print.add(normal.numImages());
        print.add(normal.seed());
        print.add(size.width() + "x" + size.height());
        print.add(normal.negativePrompt());
        print.add(normal.promptExpansion());
        print.add(canonical(normal.guidanceScale()));
        print.add(normal.numInferenceSteps());
        print.add(normal.enableSafetyChecker());
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
