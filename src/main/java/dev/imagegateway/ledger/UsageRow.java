package dev.imagegateway.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The sums of one group of generations.
 *
 * @param group a date, the start of an hour with its offset, or a name; null for generations without a {@code user}
 * @param usage the sums
 */
public record UsageRow(@Nullable String group, Usage usage) {}
