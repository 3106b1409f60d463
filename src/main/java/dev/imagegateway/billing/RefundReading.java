package dev.imagegateway.billing;

import java.util.List;
import java.util.Set;

/**
 * What AIML's ledger gave back in a span of time.
 *
 * @param refunds each once, in no particular order, of ledgers that could be read in part too
 * @param complete prefixes of the keys by which the ledger was read to its end, as in {@link LogReading}. The ledger is
 *     an account's: where all keys are of one account, one of them is enough.
 */
public record RefundReading(List<Refund> refunds, Set<String> complete) {}
