package dev.imagegateway.ledger;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.client.Client;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.store.Reads;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The books for those who read them: generations, sums of them, and what budgets have left.
 *
 * <p>Every question has a time limit ({@code gateway.ledger.query-timeout}), and is answered with a
 * {@link GatewayException} of {@code ledger-unavailable} when the store does not answer in it.
 */
public final class LedgerQueries {

    private final Reads reads;
    private final Reads quickReads;
    private final OperatorBudget operator;

    LedgerQueries(Reads reads, Reads quickReads, OperatorBudget operator) {
        this.reads = reads;
        this.quickReads = quickReads;
        this.operator = operator;
    }

    /** The zone whose calendar budgets and reports follow. */
    public ZoneId zone() {
        return operator.zone();
    }

    /** One generation, if it is not purged yet. */
    public Optional<Entry> find(String id) {
        return reads.read(jdbc -> new Rows(jdbc).find("id = ?", id)).stream().findFirst();
    }

    /** Those of these generations that there are. */
    public List<Entry> find(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : quickReads.read(jdbc -> new Rows(jdbc).find("id IN " + VendorRows.places(ids), ids.toArray()));
    }

    /**
     * Generations, the newest first. What is held while one pages is newer than every page that is still to come, so
     * that nothing is seen twice and nothing is passed over.
     *
     * @param after the last one of the page before, if this is not the first
     * @param most how many at most, 1 or more
     */
    public List<Entry> page(EntryFilter filter, @Nullable EntryPosition after, int most) {
        return reads.read(jdbc -> {
            var where = filter.conditions();
            if (after != null) {
                where.add("(held_at, id) < (?, ?)", after.heldAt().toEpochMilli(), after.id());
            }
            return new Rows(jdbc)
                    .find(
                            where.text() + " ORDER BY held_at DESC, id DESC LIMIT ?",
                            where.with(most).toArray());
        });
    }

    /**
     * Sums of generations that were held in a time, purged ones included: those by whole hours, each belonging to the
     * time that its start belongs to. So are answers that earlier generations gave, a few seconds after the answer.
     *
     * @param from the first moment
     * @param to the first moment after
     * @param client whose; null for all
     * @param by what to sum by
     * @param most how many groups at most; there may be more
     * @return the groups that there are, by time or by name
     */
    public List<UsageRow> usage(Instant from, Instant to, @Nullable String client, UsageGroup by, int most) {
        return reads.read(jdbc -> new UsageReading(jdbc, zone()).read(from, to, client, by, most));
    }

    /** A client's budgets and those of all clients together, as they are now. */
    public List<BudgetBalance> budgets(Client client) {
        return balances(List.of(client), Instant.now());
    }

    /** The budgets of all clients together, as they are now. */
    public List<BudgetBalance> operatorBudgets() {
        return balances(List.of(), Instant.now());
    }

    /** The budgets of all these clients and the operator's. */
    List<BudgetBalance> balances(Collection<Client> clients, Instant at) {
        var limits = Stream.concat(
                        clients.stream().flatMap(client -> limits(client.id(), client.budget(), at)),
                        limits(AccountKey.OPERATOR, operator.budget(), at))
                .toList();
        if (limits.isEmpty()) {
            return List.of();
        }
        var accounts = reads.read(jdbc -> new AccountReading(jdbc)
                .read(limits.stream().map(Limit::account).toList()));
        return limits.stream().map(limit -> balance(limit, accounts, at)).toList();
    }

    private record Limit(AccountKey account, long credits) {}

    private Stream<Limit> limits(String client, Budget budget, Instant at) {
        return Arrays.stream(BudgetPeriod.values())
                .flatMap(period -> budget.limit(period).stream()
                        .map(credits -> new Limit(
                                new AccountKey(
                                        client,
                                        period,
                                        period.startOf(at, zone()).toEpochMilli()),
                                credits.amount())));
    }

    private BudgetBalance balance(Limit limit, Map<AccountKey, AccountReading.Sums> accounts, Instant at) {
        var account = limit.account();
        var sums = accounts.getOrDefault(account, AccountReading.Sums.NONE);
        return BudgetBalance.of(
                account.client().equals(AccountKey.OPERATOR) ? null : account.client(),
                account.period(),
                limit.credits(),
                sums.spent(),
                sums.held(),
                account.period().endOf(at, zone()));
    }

    /** How many generations wait for the vendor's books to tell what they cost. */
    long unknown() {
        return reads.read(jdbc -> {
            var count = jdbc.queryForObject("SELECT COUNT(*) FROM generation WHERE " + Rows.UNKNOWN, Long.class);
            return count == null ? 0 : count;
        });
    }
}
