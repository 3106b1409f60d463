package dev.imagegateway.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * The command {@code hash-key}: reads a key from the first line of the standard input, and prints its hash without the
 * line break. Refuses a key that no request can carry.
 */
final class HashKeyCommand implements ApplicationListener<ApplicationStartingEvent> {

    private static final String NAME = "hash-key";

    private static final int MISUSE = 2;

    @Override
    public void onApplicationEvent(ApplicationStartingEvent event) {
        if (!List.of(event.getArgs()).contains(NAME)) {
            return;
        }
        var key = firstLine();
        if (KeyHash.isSendable(key)) {
            System.out.println("hash " + KeyHash.of(key).hex());
            System.exit(0);
        }
        System.err.println(
                "Not a usable key: no request could carry it in Authorization: Bearer. A key consists of letters,"
                        + " digits and - . _ ~ + /, with = only at its end (RFC 6750). Make one with new-key.");
        System.exit(MISUSE);
    }

    private static String firstLine() {
        try {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            return Objects.requireNonNullElse(in.readLine(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
