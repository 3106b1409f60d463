package dev.imagegateway.generation;

import dev.imagegateway.image.Cost;
import java.util.OptionalLong;

/** Whether the upstream billed a generation that has ended. */
sealed interface BillingStatus {

    /** Billed. */
    record Spent(Cost cost) implements BillingStatus {}

    /** Nothing was sent, so nothing was billed. */
    record Unsent() implements BillingStatus {}

    /** Refused and not billed: by the upstream, which does not bill refusals, or by an intermediary in front of it. */
    record Refused() implements BillingStatus {}

    /** May have been billed. */
    record Unknown() implements BillingStatus {}

    /** AIML credits; empty if the cost is unknown. */
    default OptionalLong credits() {
        return switch (this) {
            case Spent spent -> OptionalLong.of(spent.cost().credits().amount());
            case Unsent _, Refused _ -> OptionalLong.of(0);
            case Unknown _ -> OptionalLong.empty();
        };
    }
}
