package dev.imagegateway.client;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.image.ImageUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The clients ({@code gateway.clients[]}) and their default limits ({@code gateway.limits}).
 *
 * @param clients at least one, here or in the file
 * @param limits default limits of all clients
 * @param clientsFile a file with further clients and default limits, reloaded while the gateway runs
 * @param clientsRefresh how often the file is checked, 100 ms to 1 h
 */
@ConfigurationProperties("gateway")
record ClientProperties(
        @DefaultValue List<Entry> clients,
        @DefaultValue LimitsProperties limits,
        @Nullable Path clientsFile,

        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration clientsRefresh) {

    /**
     * A client.
     *
     * @param id see {@link Client#id()}
     * @param keyHashes SHA-256 of each of its keys, in 64 hexadecimal digits; several while keys are rotated
     * @param subjects the tokens that it may use instead of a key
     * @param roles {@code admin}, {@code metrics}, or none
     * @param models the models that it may use; all by default
     * @param limits rate and concurrency limits; the defaults apply to limits that are not set
     * @param budget how much it may spend; unlimited by default
     * @param seededResults whether earlier results may answer its requests with a seed
     * @param imageUrl {@code own} or {@code upstream}; {@code gateway.images.url} by default
     */
    record Entry(
            @Nullable String id,
            @DefaultValue List<String> keyHashes,
            @DefaultValue List<Subject> subjects,
            @DefaultValue List<Client.Role> roles,
            @Nullable List<String> models,
            @DefaultValue LimitsProperties limits,
            @DefaultValue Budget budget,
            @DefaultValue("true") boolean seededResults,
            @Nullable ImageUrl imageUrl) {}

    /**
     * Identifies the tokens of a client.
     *
     * @param subject the value of the issuer's {@code client-claim}
     * @param issuer the {@code issuer} of one of {@code gateway.jwt.issuers}; optional if there is only one
     */
    record Subject(@Nullable String subject, @Nullable String issuer) {}
}
