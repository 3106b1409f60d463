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
 * The hash of a canonical request: every field that changes the image, with defaults applied, so that an explicit
 * default equals an omitted one. The response format and the user are not included.
 */
public final class Fingerprint {

    private final MessageDigest digest = Sha256.digest();

    private Fingerprint() {}

    /** Returns SHA-256 in 64 hexadecimal digits. */
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

    /** The vendor states no default for this field, so its absence is a separate value. */
    private static @Nullable String canonical(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros().toPlainString();
    }

    /** Adds a value with its length, so that the encoding is unambiguous. */
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
