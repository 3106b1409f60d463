package dev.imagegateway.generation;

import dev.imagegateway.image.Cost;
import java.util.OptionalLong;

/** Whether a generation that has ended was billed. */
sealed interface BillingStatus {

    /** Billed. */
    record Spent(Cost cost) implements BillingStatus {}

    /** Nothing was sent, so nothing was billed. */
    record Unsent() implements BillingStatus {}

    /** Refused: by the upstream, whose word is that it bills no refusal, or before it saw the request. */
    record Refused() implements BillingStatus {}

    /** Perhaps billed. */
    record Unknown() implements BillingStatus {}

    /** AIML credits, if anybody knows. */
    default OptionalLong credits() {
        return switch (this) {
            case Spent spent -> OptionalLong.of(spent.cost().credits().amount());
            case Unsent _, Refused _ -> OptionalLong.of(0);
            case Unknown _ -> OptionalLong.empty();
        };
    }
}
