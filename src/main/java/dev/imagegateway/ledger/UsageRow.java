package dev.imagegateway.ledger;

import org.jspecify.annotations.Nullable;

/**
 * One group of generations, summed.
 *
 * @param group a date, the start of an hour with its offset, or a name; null for those without a {@code user}
 * @param usage the sums
 */
public record UsageRow(@Nullable String group, Usage usage) {}
