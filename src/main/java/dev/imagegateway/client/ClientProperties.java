package dev.imagegateway.client;

import dev.imagegateway.budget.Budget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call ({@code gateway.clients[]}), and what every client may unless it says otherwise ({@code
 * gateway.limits}).
 *
 * @param clients at least one, here or in the file
 * @param limits the default for all clients
 * @param clientsFile a file with further clients, and a default of its own, that is read again while the gateway runs
 * @param clientsRefresh how often the file is looked at, 100 ms to 1 h
 */
@ConfigurationProperties("gateway")
record ClientProperties(
        @DefaultValue List<Entry> clients,
        @DefaultValue LimitsProperties limits,
        @Nullable Path clientsFile,

        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration clientsRefresh) {

    /**
     * One client.
     *
     * @param id see {@link Client#id()}
     * @param keyHashes SHA-256 of each key it may use, in 64 hexadecimal digits, several while keys are rotated
     * @param subjects the tokens it may use instead of a key
     * @param roles {@code admin}, {@code metrics}, or nothing
     * @param models which models it may use; all of them when left out
     * @param limits how fast and how much at once; the default for all when left out
     * @param budget what it may spend; without limits when left out
     * @param seededResults whether its requests with a seed may be answered from earlier ones
     */
    record Entry(
            @Nullable String id,
            @DefaultValue List<String> keyHashes,
            @DefaultValue List<Subject> subjects,
            @DefaultValue List<Client.Role> roles,
            @Nullable List<String> models,
            @DefaultValue LimitsProperties limits,
            @DefaultValue Budget budget,
            @DefaultValue("true") boolean seededResults) {}

    /**
     * Who a token must be of, to be this client's.
     *
     * @param subject the value of the issuer's {@code client-claim}
     * @param issuer which of {@code gateway.jwt.issuers}, by its {@code issuer}; may be left out where there is one only
     */
    record Subject(@Nullable String subject, @Nullable String issuer) {}
}
