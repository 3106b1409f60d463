package dev.imagegateway.billing;

import java.util.List;
import java.util.Set;

/**
 * The refunds of a time range.
 *
 * @param refunds the refunds without duplicates, in no particular order, including those of ledgers that were read in
 *     part
 * @param complete names of the keys whose ledger was read completely, as in {@link LogReading}. The ledger belongs to
 *     an account, so one key of an account is enough.
 */
public record RefundReading(List<Refund> refunds, Set<String> complete) {}
