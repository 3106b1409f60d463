package dev.imagegateway.upstream;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long nothing is sent after an intermediary has refused the gateway as such ({@code gateway.upstream.cooldown}).
 *
 * @param first after the first refusal; each further one in a row doubles it. The intermediary's {@code Retry-After} goes
 *     before it.
 * @param longest the most that doubling or a {@code Retry-After} reaches
 */
record CooldownProperties(
        @DefaultValue("30s") Duration first,
        @DefaultValue("10m") Duration longest) {

    CooldownProperties {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new StartupException("gateway.upstream.cooldown: first must be above 0, and longest not below first");
        }
    }
}
