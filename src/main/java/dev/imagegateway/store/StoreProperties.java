package dev.imagegateway.store;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The database, if it is not the file in {@code gateway.ledger.directory} ({@code spring.datasource}, Spring Boot's
 * usual names).
 *
 * @param url {@code jdbc:postgresql://host[:port]/database}
 * @param username the user name
 * @param password the password
 */
@ConfigurationProperties("spring.datasource")
public record StoreProperties(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password) {

    /** The default would print the password, which may also be part of the URL. */
    @Override
    public String toString() {
        return "StoreProperties[]";
    }
}
