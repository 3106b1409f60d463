package dev.imagegateway.store;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The database, if it is not the file in {@code gateway.ledger.directory} ({@code spring.datasource}, under the names
 * that everyone knows).
 *
 * @param url {@code jdbc:postgresql://host[:port]/database}
 * @param username whom to log in as
 * @param password and with what
 */
@ConfigurationProperties("spring.datasource")
public record StoreProperties(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password) {

    /** A record would print the password, which the URL may hold too. */
    @Override
    public String toString() {
        return "StoreProperties[]";
    }
}
