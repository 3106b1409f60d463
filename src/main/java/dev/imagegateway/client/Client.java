package dev.imagegateway.client;

import java.security.Principal;

/**
 * An internal service that may generate images.
 *
 * @param id its name in metrics, logs and books: 1 to 64 lower-case letters, digits, dots, hyphens and underscores
 */
public record Client(String id) implements Principal {

    @Override
    public String getName() {
        return id;
    }
}
