package dev.imagegateway.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.BudgetBalance;
import dev.imagegateway.ledger.Usage;
import dev.imagegateway.ledger.UsageRow;
import dev.imagegateway.reconciliation.PriceDrift;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A usage report.
 *
 * @param total the sum of the groups
 * @param priceDrift the models whose prices the vendor has changed, as far as is known; only for admins
 */
record UsageReport(
        String object,
        Instant from,
        Instant to,
        String zone,
        @JsonProperty("group_by") String groupBy,
        List<Group> data,
        Sums total,
        List<BudgetBalance> budgets,

        @JsonProperty("price_drift") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        List<PriceDrift.Prices> priceDrift) {

    /** The sums of a group. The name is null for generations without a {@code user}. */
    record Group(@Nullable String group, @JsonUnwrapped Sums sums) {}

    /** See {@link Usage}. */
    record Sums(
            long generations,
            long settled,
            long images,
            @JsonProperty("credits_used") long creditsUsed,
            @JsonProperty("usd_spent") BigDecimal usdSpent,
            @JsonProperty("credits_held") long creditsHeld,
            long unknown,
            long reconciled,
            @JsonProperty("drift_credits") long driftCredits,
            long reused,
            @JsonProperty("credits_saved") long creditsSaved) {

        static Sums of(Usage usage) {
            return new Sums(
                    usage.generations(),
                    usage.settled(),
                    usage.images(),
                    usage.credits(),
                    new Credits(usage.credits()).usd(),
                    usage.held(),
                    usage.unknown(),
                    usage.reconciled(),
                    usage.drift(),
                    usage.reused(),
                    usage.saved());
        }
    }

    static UsageReport of(
            UsageRequest asked,
            ZoneId zone,
            List<UsageRow> rows,
            List<BudgetBalance> budgets,
            @Nullable List<PriceDrift.Prices> priceDrift) {
        return new UsageReport(
                "usage",
                asked.from(),
                asked.to(),
                zone.getId(),
                asked.by().label(),
                rows.stream()
                        .map(row -> new Group(row.group(), Sums.of(row.usage())))
                        .toList(),
                Sums.of(rows.stream().map(UsageRow::usage).reduce(Usage.NONE, Usage::plus)),
                budgets,
                priceDrift);
    }
}
