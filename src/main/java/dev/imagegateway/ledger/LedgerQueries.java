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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Read access to the ledger: generations, their sums, and the balances of budgets.
 *
 * <p>Every query has a time limit ({@code gateway.ledger.query-timeout}). If the database does not respond within it,
 * the query throws a {@link GatewayException} of {@code ledger-unavailable}.
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

    /** The time zone of budgets and reports. */
    public ZoneId zone() {
        return operator.zone();
    }

    /** Finds a generation; empty if it does not exist or was purged. */
    public Optional<Entry> find(String id) {
        return reads.read(jdbc -> new Rows(jdbc).find("id = ?", id)).stream().findFirst();
    }

    /** Finds those of these generations that exist. */
    public List<Entry> find(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : quickReads.read(jdbc -> new Rows(jdbc).find("id IN " + VendorRows.places(ids), ids.toArray()));
    }

    /** Returns the images that are or were kept of these generations, in order. Generations without any are left out. */
    public Map<String, List<ImageRecord>> images(Collection<String> generations) {
        return generations.isEmpty()
                ? Map.of()
                : reads.read(jdbc -> new ImageRows(jdbc)
                                .find(
                                        "generation IN " + VendorRows.places(generations)
                                                + " ORDER BY generation, position",
                                        generations.toArray())
                                .stream()
                                .collect(Collectors.groupingBy(ImageRecord::generation)));
    }

    /** Returns the prompts and attempts of these generations, as far as they are stored. */
    public Map<String, EntryNotes> notes(Collection<String> generations) {
        if (generations.isEmpty()) {
            return Map.of();
        }
        return reads.read(jdbc -> {
            var notes = new HashMap<String, EntryNotes>();
            jdbc.query(
                    "SELECT id, prompt, attempt_log FROM generation WHERE id IN " + VendorRows.places(generations)
                            + " AND (prompt IS NOT NULL OR attempt_log IS NOT NULL)",
                    row -> {
                        notes.put(
                                row.getString("id"),
                                new EntryNotes(
                                        row.getString("prompt"), AttemptRecord.parse(row.getString("attempt_log"))));
                    },
                    generations.toArray());
            return notes;
        });
    }

    /**
     * Returns a page of generations, newest first. New generations sort before all remaining pages, so that paging
     * neither repeats nor skips any.
     *
     * @param after the last entry of the previous page; null for the first page
     * @param most maximum number of entries, 1 or more
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
     * Sums the generations held in a time range, including purged ones. Purged generations and savings are kept by the
     * hour: an hour belongs to the range if its start does. Savings appear a few seconds after the response.
     *
     * @param from start, inclusive
     * @param to end, exclusive
     * @param client the id of the client; null for all
     * @param by the grouping
     * @param most maximum number of groups; there may be more
     * @return the groups, sorted by time or by name
     */
    public List<UsageRow> usage(Instant from, Instant to, @Nullable String client, UsageGroup by, int most) {
        return reads.read(jdbc -> new UsageReading(jdbc, zone()).read(from, to, client, by, most));
    }

    /** Returns the current balances of a client's budgets and of those of all clients together. */
    public List<BudgetBalance> budgets(Client client) {
        return balances(List.of(client), Instant.now());
    }

    /** Returns the current balances of the budgets of these clients, and of those of all clients together. */
    public List<BudgetBalance> budgets(Collection<Client> clients) {
        return balances(clients, Instant.now());
    }

    /** Returns when the last generation of each of these clients was held; clients without one are left out. */
    public Map<String, Instant> lastGenerations(Collection<String> clients) {
        return reads.read(jdbc -> {
            var last = new HashMap<String, Instant>();
            for (var client : clients) {
                // reads one entry of the index generation_client
                var heldAt =
                        jdbc.queryForObject("SELECT MAX(held_at) FROM generation WHERE client = ?", Long.class, client);
                if (heldAt != null) {
                    last.put(client, Instant.ofEpochMilli(heldAt));
                }
            }
            return last;
        });
    }

    /** Returns the current balances of the budgets of all clients together. */
    public List<BudgetBalance> operatorBudgets() {
        return balances(List.of(), Instant.now());
    }

    /** Returns the balances of the budgets of all these clients and of the operator. */
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

    /** Counts the generations that wait for the vendor's records to show their cost. */
    long unknown() {
        return reads.read(jdbc -> {
            var count = jdbc.queryForObject("SELECT COUNT(*) FROM generation WHERE " + Rows.UNKNOWN, Long.class);
            return count == null ? 0 : count;
        });
    }

    /** Counts the generations with unknown outcome, and finds the oldest. */
    public UnknownGenerations unknownGenerations() {
        return reads.read(jdbc -> Objects.requireNonNull(jdbc.queryForObject(
                "SELECT COUNT(*) AS generations, MIN(held_at) AS oldest FROM generation WHERE " + Rows.UNKNOWN,
                (row, _) -> {
                    var count = row.getLong("generations");
                    return new UnknownGenerations(
                            count, count == 0 ? null : Instant.ofEpochMilli(row.getLong("oldest")));
                })));
    }
}
