package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.client.Budget;
import dev.imagegateway.client.BudgetPeriod;
import dev.imagegateway.client.Client;
import dev.imagegateway.client.Limits;
import dev.imagegateway.client.OperatorBudget;
import dev.imagegateway.image.Cost;
import dev.imagegateway.image.Credits;
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
final class LedgerFixture implements AutoCloseable {

    static final Facts DONE = Facts.of("succeeded", 1, "abcd", "inf-1", "req-1", 1);

    final OpenLedger open;
    private final SettableClock clock;
    final SimpleMeterRegistry meters;

    private LedgerFixture(OpenLedger open, SettableClock clock, SimpleMeterRegistry meters) {
        this.open = open;
        this.clock = clock;
        this.meters = meters;
    }

    /** Where a ledger is to be. */
    record Place(
            Path directory,
            @Nullable String url,
            @Nullable String user,
            @Nullable String password) {

        StoreProperties store() {
            return new StoreProperties(url, user, password);
        }
    }

    static LedgerFixture open(Place place, Budget operator, Duration lease) {
        return open(
                place,
                new OperatorBudget(
                        operator.creditsPerHour(),
                        operator.creditsPerDay(),
                        operator.creditsPerMonth(),
                        ZoneOffset.UTC),
                lease);
    }

    static LedgerFixture open(Place place, OperatorBudget operator, Duration lease) {
        return open(place, operator, lease, "");
    }

    static LedgerFixture open(Place place, OperatorBudget operator, Duration lease, String accept) {
        var clock = new SettableClock();
        var meters = new SimpleMeterRegistry();
        var properties = new LedgerProperties(
                place.directory(),
                accept,
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                lease,
                256,
                Duration.ofMillis(2),
                false,
                Duration.ofDays(92),
                Duration.ofSeconds(10));
        return new LedgerFixture(new OpenLedger(properties, place.store(), operator, meters, clock), clock, meters);
    }

    /** Real time, moved. */
    static final class SettableClock extends Clock {
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

    void moveClockTo(Instant moment) {
        clock.moved = Duration.between(InstantSource.system().instant(), moment);
    }

    void clockIsRight() {
        clock.moved = Duration.ZERO;
    }

    Instant now() {
        return clock.instant();
    }

    static Client client(String id, @Nullable Long perHour, @Nullable Long perDay, @Nullable Long perMonth) {
        return new Client(
                id, Set.of(), Set.of(), new Limits(1, 1, 1, 4, 1, 1), new Budget(perHour, perDay, perMonth), true);
    }

    static Client client(String id) {
        return client(id, null, null, null);
    }

    static Hold request(Client client, long credits, Duration lasts) {
        return new Hold(
                "gen-" + UUID.randomUUID(),
                client,
                "user-1",
                "stable-diffusion-v3-medium",
                1,
                null,
                null,
                1,
                "0".repeat(64),
                null,
                "req-1",
                List.of("abcd", "efgh"),
                new Credits(credits),
                lasts,
                lasts,
                Claims.NONE);
    }

    HoldDecision hold(Client client, long credits) {
        return open.ledger().hold(request(client, credits, Duration.ofMinutes(3)));
    }

    HoldDecision hold(Hold hold) {
        return open.ledger().hold(hold);
    }

    Held held(Client client, long credits) {
        return held(request(client, credits, Duration.ofMinutes(3)));
    }

    Held held(Hold hold) {
        var decision = hold(hold);
        assertThat(decision).isInstanceOf(Held.class);
        return (Held) decision;
    }

    static Cost cost(long credits) {
        return new Cost(new Credits(credits), Cost.Source.BODY);
    }

    /** What a reconciler would write. */
    boolean end(Entry entry, State to, @Nullable Long used, Evidence evidence) {
        return open.ledger()
                .end(new Change.Transition(
                        entry.id(), entry.accounts(), entry.creditsHeld(), null, to, used, evidence, null, now()))
                .join();
    }

    Entry entry(String id) {
        return open.reads().read(jdbc -> new Rows(jdbc).find("id = ?", id)).getFirst();
    }

    List<Entry> entries() {
        return open.reads().read(jdbc -> new Rows(jdbc).find("1 = 1 ORDER BY held_at, id"));
    }

    void sweep() {
        open.housekeeping().sweep();
    }

    int purge() {
        return open.purge().run();
    }

    /** A connection past the ledger. */
    Connection connect() throws SQLException {
        return open.store().connections(Duration.ofSeconds(5)).getConnection();
    }

    long held(String client, BudgetPeriod period) {
        return sum("held", client, period);
    }

    long spent(String client, BudgetPeriod period) {
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
    void checkInvariants() {
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
    Map<AccountKey, Long> used() {
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
