package dev.imagegateway.client;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * The command {@code new-key}: prints a new client key once, and its hash for the configuration. Runs before the
 * gateway is configured or started, and stores nothing.
 */
final class NewKeyCommand implements ApplicationListener<ApplicationStartingEvent> {

    private static final String NAME = "new-key";

    /** Lets people and secret scanners recognise a leaked key. */
    private static final String PREFIX = "igw-";

    /** 256 bits. */
    private static final int RANDOM_BYTES = 32;

    @Override
    public void onApplicationEvent(ApplicationStartingEvent event) {
        if (List.of(event.getArgs()).contains(NAME)) {
            print(System.out, System.err);
            System.exit(0);
        }
    }

    private static void print(PrintStream out, PrintStream explanation) {
        var random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        var key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        explanation.println(
                "The key is for the client and is shown this once; the hash is for gateway.clients[].key-hashes.");
        out.println("key  " + key);
        out.println("hash " + KeyHash.of(key).hex());
    }
}
