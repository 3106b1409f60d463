package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.client.Client;
import dev.imagegateway.client.Limits;
import dev.imagegateway.client.ModelAccess;
import dev.imagegateway.image.Cost;
import dev.imagegateway.image.Credits;
import dev.imagegateway.store.StoreProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A ledger on a store, with a clock that can be set, and a second look at what it wrote. */
public final class LedgerFixture implements AutoCloseable {

    public static final CompletionDetails DONE = details("succeeded", 1, "inf-1", "req-1", 1);

    public final OpenLedger open;
    private final SettableClock clock;
    public final SimpleMeterRegistry meters;

    private LedgerFixture(OpenLedger open, SettableClock clock, SimpleMeterRegistry meters) {
        this.open = open;
        this.clock = clock;
        this.meters = meters;
    }

    /** Where a ledger is to be. */
    public record Place(
            Path directory,
            @Nullable String url,
            @Nullable String user,
            @Nullable String password) {

        StoreProperties store() {
            return new StoreProperties(url, user, password);
        }
    }

    public static LedgerFixture open(Place place, Budget operator, Duration lease) {
        var budget = new OperatorBudget(
                operator.creditsPerHour(), operator.creditsPerDay(), operator.creditsPerMonth(), ZoneOffset.UTC);
        return open(place, budget, lease);
    }

    public static LedgerFixture open(Place place, OperatorBudget operator, Duration lease) {
        return open(place, operator, lease, "");
    }

    public static LedgerFixture open(Place place, OperatorBudget operator, Duration lease, String accept) {
        return open(place, operator, lease, accept, Duration.ofSeconds(2));
    }

    /** PostgreSQL waits half of the timeout for a lock. */
    static LedgerFixture open(Place place, OperatorBudget operator, Duration lease, String accept, Duration timeout) {
        return open(place, operator, lease, accept, timeout, Duration.ofSeconds(4));
    }

    /** One whose holds give up long before a statement does, and which does not sweep while a test runs. */
    static LedgerFixture openHasty(Place place) {
        return open(
                place,
                new OperatorBudget(null, null, null, ZoneOffset.UTC),
                Duration.ofHours(1),
                "",
                Duration.ofSeconds(20),
                Duration.ofMillis(300));
    }

    private static LedgerFixture open(
            Place place, OperatorBudget operator, Duration lease, String accept, Duration timeout, Duration holdWait) {
        var clock = new SettableClock();
        var meters = new SimpleMeterRegistry();
        var properties = new LedgerProperties(
                place.directory(),
                accept,
                holdWait,
                Duration.ofSeconds(2),
                timeout,
                Duration.ofSeconds(10),
                lease,
                256,
                Duration.ofMillis(2),
                false,
                Duration.ofDays(92),
                Duration.ofSeconds(10));
        return new LedgerFixture(new OpenLedger(properties, place.store(), operator, meters, clock), clock, meters);
    }

    public static final class SettableClock extends Clock {
        private volatile Duration moved = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(moved);
        }
    }

    public void moveClockTo(Instant moment) {
        clock.moved = Duration.between(InstantSource.system().instant(), moment);
    }

    public void clockIsRight() {
        clock.moved = Duration.ZERO;
    }

    public Instant now() {
        return clock.instant();
    }

    public static Client client(String id, @Nullable Long perHour, @Nullable Long perDay, @Nullable Long perMonth) {
        var budget = new Budget(perHour, perDay, perMonth);
        return new Client(id, Set.of(), ModelAccess.ALL, new Limits(1, 1, 1, 4, 0, 0, 1, 1), budget, true, null);
    }

    public static Client client(String id) {
        return client(id, null, null, null);
    }

    public static HoldRequest request(Client client, long credits, Duration lasts) {
        return new HoldRequest(
                "gen-" + UUID.randomUUID(),
                client,
                new HoldRequest.Details(
                        "user-1", "stable-diffusion-v3-medium", 1, 1, null, null, 1L, "0".repeat(64), null, "req-1"),
                new Credits(credits),
                new HoldRequest.SendWindow(List.of("abcd", "efgh"), lasts, lasts),
                Claims.NONE);
    }

    /** What is known of a generation that was sent with the key {@code abcd}. */
    static CompletionDetails details(
            String outcome,
            int attempts,
            @Nullable String inferenceId,
            @Nullable String upstreamRequestId,
            int images) {
        return new CompletionDetails(
                outcome, attempts, "abcd", inferenceId, upstreamRequestId, images, null, false, List.of(), List.of());
    }

    public HoldResult hold(Client client, long credits) {
        return open.ledger().hold(request(client, credits, Duration.ofMinutes(3)));
    }

    public HoldResult hold(HoldRequest hold) {
        return open.ledger().hold(hold);
    }

    public Hold held(Client client, long credits) {
        return held(request(client, credits, Duration.ofMinutes(3)));
    }

    public Hold held(HoldRequest hold) {
        var decision = hold(hold);
        assertThat(decision).isInstanceOf(Hold.class);
        return (Hold) decision;
    }

    public static Cost cost(long credits) {
        return new Cost(new Credits(credits), Cost.Source.BODY);
    }

    /** What a reconciler would write. */
    public boolean end(Entry entry, State to, @Nullable Long used, Evidence evidence) {
        return open.ledger()
                .end(new Transition(
                        entry.id(), entry.accounts(), entry.creditsHeld(), null, to, used, evidence, null, now()))
                .join();
    }

    public Entry entry(String id) {
        return open.reads().read(jdbc -> new Rows(jdbc).find("id = ?", id)).getFirst();
    }

    public List<Entry> entries() {
        return open.reads().read(jdbc -> new Rows(jdbc).find("1 = 1 ORDER BY held_at, id"));
    }

    public void sweep() {
        open.housekeeping().sweep();
    }

    public int purge() {
        return open.purge().run();
    }

    /** A connection past the ledger. */
    public Connection connect() throws SQLException {
        return open.store().connections(Duration.ofSeconds(5)).getConnection();
    }

    public long held(String client, BudgetPeriod period) {
        return sum("held", client, period);
    }

    public long spent(String client, BudgetPeriod period) {
        return sum("spent", client, period);
    }

    private long sum(String column, String client, BudgetPeriod period) {
        return open.reads()
                .read(jdbc -> jdbc.queryForList(
                        "SELECT COALESCE(SUM(" + column + "), 0) FROM account WHERE client = ? AND period = ?",
                        Long.class,
                        client,
                        period.label()))
                .getFirst();
    }

    /** What an account must hold: nothing but its generations and its purged ones. */
    public void checkInvariants() {
        var held = new HashMap<AccountKey, Long>();
        var spent = new HashMap<AccountKey, Long>();
        for (var entry : entries()) {
            for (var key : entry.accounts()) {
                held.merge(key, entry.state().holds() ? entry.creditsHeld() : 0, Long::sum);
                spent.merge(key, entry.creditsUsed() == null ? 0 : entry.creditsUsed(), Long::sum);
            }
        }
        open.reads().read(jdbc -> {
            jdbc.query("SELECT client, month_at, credits FROM rollup", row -> {
                for (var client : List.of(row.getString("client"), AccountKey.OPERATOR)) {
                    spent.merge(
                            new AccountKey(client, BudgetPeriod.MONTH, row.getLong("month_at")),
                            row.getLong("credits"),
                            Long::sum);
                }
            });
            return true;
        });
        assertThat(accounts("held")).isEqualTo(withoutZeros(held));
        assertThat(accounts("spent")).isEqualTo(withoutZeros(spent));
    }

    /** Spent and held together, of each account that has any. */
    public Map<AccountKey, Long> used() {
        return accounts("held + spent");
    }

    private Map<AccountKey, Long> accounts(String column) {
        var found = new HashMap<AccountKey, Long>();
        open.reads().read(jdbc -> {
            jdbc.query("SELECT client, period, starts_at, " + column + " AS credits FROM account", row -> {
                found.put(
                        new AccountKey(
                                row.getString("client"),
                                BudgetPeriod.valueOf(row.getString("period").toUpperCase(Locale.ROOT)),
                                row.getLong("starts_at")),
                        row.getLong("credits"));
            });
            return true;
        });
        return withoutZeros(found);
    }

    private static Map<AccountKey, Long> withoutZeros(Map<AccountKey, Long> sums) {
        var rest = new HashMap<>(sums);
        rest.values().removeIf(sum -> sum == 0);
        return rest;
    }

    @Override
    public void close() {
        open.close();
    }
}
