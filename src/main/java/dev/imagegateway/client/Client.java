package dev.imagegateway.client;

import java.security.Principal;
import java.util.Set;

/**
 * An internal service that may generate images.
 *
 * @param id its name in metrics, logs and books: 1 to 64 lower-case letters, digits, dots, hyphens and underscores
 * @param roles what it may do besides
 * @param budget what it may spend
 */
public record Client(String id, Set<Role> roles, Budget budget) implements Principal {

    /** What some clients may do and others not. */
    public enum Role {
        /** Sees every client's generations and usage, and resolves what is unknown. */
        ADMIN
    }

    @Override
    public String getName() {
        return id;
    }

    /** Whether it sees and decides for all clients. */
    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }
}
