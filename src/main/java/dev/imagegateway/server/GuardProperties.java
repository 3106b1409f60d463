package dev.imagegateway.server;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a connection may take ({@code gateway.server}), on both ports. Time-outs count only the time in which the server
 * waits for the caller.
 *
 * @param headerTimeout for a request's line and headers, with the TLS handshake if there is one; and for the rest of a
 *     body after its answer
 * @param bodyTimeout for a request's body; on the management port, {@code headerTimeout} holds instead
 * @param answerTimeout until the caller has taken the answer, or 1 MiB more of a longer one
 * @param maxHeaders how many headers a request may have; more is refused with 431
 */
@ConfigurationProperties("gateway.server")
record GuardProperties(
        @DefaultValue("10s") Duration headerTimeout,
        @DefaultValue("30s") Duration bodyTimeout,
        @DefaultValue("30s") Duration answerTimeout,
        @DefaultValue("100") int maxHeaders) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    GuardProperties {
        check("header-timeout", headerTimeout);
        check("body-timeout", bodyTimeout);
        check("answer-timeout", answerTimeout);
        if (maxHeaders < 10 || maxHeaders > 1000) {
            throw new StartupException("gateway.server.max-headers must be from 10 to 1000");
        }
    }

    private static void check(String name, Duration timeout) {
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new StartupException("gateway.server." + name + " must be from 100ms to 10m");
        }
    }
}
