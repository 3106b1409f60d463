package dev.imagegateway.upstream;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How keys are looked after ({@code gateway.upstream.keys}).
 *
 * @param refresh how often key files are looked at, when keys are used; a refused key's file is looked at once more
 * @param rest how long a key rests after its first refusal; each further one in a row doubles it
 * @param longestRest the most that doubling reaches
 */
record KeyProperties(
        @DefaultValue("5s") Duration refresh,
        @DefaultValue("5s") Duration rest,
        @DefaultValue("30m") Duration longestRest) {

    KeyProperties {
        if (!refresh.isPositive() || !rest.isPositive() || longestRest.compareTo(rest) < 0) {
            throw new StartupException(
                    "gateway.upstream.keys: refresh and rest must be above 0, and longest-rest not" + " below rest");
        }
    }
}
