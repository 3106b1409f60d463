package dev.imagegateway.ratelimit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.springframework.core.io.ClassPathResource;

/** The Lua scripts that run in Valkey, each atomically and in one round trip. */
enum Script {
    TAKE,
    ADMIT,
    GIVE_BACK,
    MAKE_UP,
    OCCUPY;

    private final String text;
    private final String sha1;

    Script() {
        var name = name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua";
        try {
            text = new ClassPathResource("ratelimit/" + name).getContentAsString(StandardCharsets.UTF_8);
            sha1 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    String text() {
        return text;
    }

    /** The hash by which Valkey finds a script that it has loaded. */
    String sha1() {
        return sha1;
    }
}
