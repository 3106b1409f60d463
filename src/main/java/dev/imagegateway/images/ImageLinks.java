package dev.imagegateway.images;

import dev.imagegateway.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs the URLs of images and checks them. A URL works for anyone who has it, until it expires. */
public final class ImageLinks {

    static final String PATH = "/v1/images";

    /** Follows the id of an image in the path of its thumbnail. */
    static final String THUMBNAIL = "/thumbnail";

    private static final String ALGORITHM = "HmacSHA256";

    private final List<Secret> keys;
    private final Duration lifetime;
    private final Clock clock;

    /** @param keys the first one signs, all are accepted */
    ImageLinks(List<Secret> keys, Duration lifetime, Clock clock) {
        this.keys = List.copyOf(keys);
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** Whether a URL may be used. */
    enum Validity {
        VALID,
        EXPIRED,
        INVALID
    }

    /**
     * Returns a URL for an image.
     *
     * @param base scheme, host, port and path prefix of the gateway, without a slash at the end
     */
    public String sign(String base, String image) {
        return base + PATH + "/" + image + query(image);
    }

    /** Returns a URL for the thumbnail of an image. */
    String signThumbnail(String base, String image) {
        return base + PATH + "/" + image + THUMBNAIL + query(image);
    }

    private String query(String image) {
        var expires = clock.instant().plus(lifetime).getEpochSecond();
        return "?expires=" + expires + "&signature=" + signature(keys.getFirst(), image, Long.toString(expires));
    }

    /** Checks the parameters of a URL. */
    Validity check(String image, @Nullable String expires, @Nullable String signature) {
        if (expires == null || signature == null || !expires.matches("\\d{1,12}")) {
            return Validity.INVALID;
        }
        var isSigned = keys.stream()
                .anyMatch(key -> MessageDigest.isEqual(
                        signature(key, image, expires).getBytes(StandardCharsets.UTF_8),
                        signature.getBytes(StandardCharsets.UTF_8)));
        if (!isSigned) {
            return Validity.INVALID;
        }
        return Long.parseLong(expires) > clock.instant().getEpochSecond() ? Validity.VALID : Validity.EXPIRED;
    }

    private static String signature(Secret key, String image, String expires) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.expose().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            var signed = mac.doFinal((image + "\n" + expires).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
