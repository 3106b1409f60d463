package dev.imagegateway.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The clients ({@code gateway.clients[]}).
 *
 * @param clients at least one
 */
@ConfigurationProperties("gateway")
record ClientProperties(@DefaultValue List<Entry> clients) {

    /**
     * One client.
     *
     * @param id see {@link Client#id()}
     * @param keyHashes SHA-256 of each key it may use, in 64 hexadecimal digits, several while keys are rotated
     * @param roles {@code admin}, or nothing
     * @param budget what it may spend; without limits when left out
     */
    record Entry(
            @Nullable String id,
            @DefaultValue List<String> keyHashes,
            @DefaultValue List<Client.Role> roles,
            @DefaultValue Budget budget) {}
}
