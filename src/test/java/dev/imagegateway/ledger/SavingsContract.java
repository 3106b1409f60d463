package dev.imagegateway.ledger;

import static dev.imagegateway.ledger.LedgerFixture.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.ledger.SavedBatch.Sums;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was saved, on every store. */
abstract class SavingsContract extends LedgerOnStore {

    private static final String MODEL = "stable-diffusion-v3-medium";
    private static final OperatorBudget OPERATOR = new OperatorBudget(null, null, null, ZoneOffset.UTC);

    @Test
    void savingsSurviveARestartAndAddUp() {
        add(books().open.savings(), "u1", 70);
        add(books().open.savings(), "u1", 30);
        // nobody waits: the ledger that closes writes them
        reopen(Budget.NONE);
        assertThat(saved()).isEqualTo("2 answers, 100 credits");
        add(books().open.savings(), "u1", 50);
        await().untilAsserted(() -> assertThat(saved()).isEqualTo("3 answers, 150 credits"));
        add(books().open.savings(), null, 7);
        reopen(Budget.NONE);
        assertThat(saved()).isEqualTo("4 answers, 157 credits");
        assertThat(usage(UsageGroup.USER)).hasSize(2);
    }

    @Test
    void aBatchIsCountedOnceHoweverOftenItIsWritten() {
        var key = SavingKey.of(books().now(), ZoneOffset.UTC, "a", "u1", MODEL, MatchKind.SEEDED);
        var sums = new TreeMap<>(Map.of(key, new Sums(2, 3, 100)));
        var first = new SavedBatch("p1", 1000, sums);
        assertThat(write(first::write)).isTrue();
        assertThat(write(first::write)).isFalse();
        assertThat(saved()).isEqualTo("2 answers, 100 credits");
        assertThat(write(new SavedBatch("p1", 1001, sums)::write)).isTrue();
        assertThat(write(new SavedBatch("p2", 1000, sums)::write)).isTrue();
        assertThat(write(first::write)).isFalse();
        assertThat(saved()).isEqualTo("6 answers, 300 credits");
        // stamps of processes that have long ended go
        books().purge();
        assertThat(write(first::write)).isTrue();
    }

    @Test
    void savingsWaitForTheStore() throws Exception {
        reopenImpatient();
        try (var _ = block(books())) {
            add(books().open.savings(), "u1", 1);
            // PostgreSQL's lock time-out is met ten times before the store counts as away
            await().atMost(Duration.ofMinutes(2))
                    .until(() ->
                            books().meters.get("image.gateway.degraded").gauge().value() == 1);
            add(books().open.savings(), "u1", 1);
        }
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(saved()).isEqualTo("2 answers, 2 credits"));
    }

    @Test
    void moreUsersThanCanBeKeptAreSummedAsNobody() {
        var savings = new Savings(books().open.writer(), OPERATOR, Clock.systemUTC(), "another");
        for (int i = 0; i < Savings.MAX_KEYS + 500; i++) {
            add(savings, "u" + i, 1);
        }
        add(savings, "u1", 1);
        savings.close(Duration.ofSeconds(10));
        assertThat(saved()).isEqualTo(Savings.MAX_KEYS + 501 + " answers, " + (Savings.MAX_KEYS + 501) + " credits");
        var groups = usage(UsageGroup.USER);
        assertThat(groups).hasSize(Savings.MAX_KEYS + 1);
        assertThat(groups.getFirst().group()).isNull();
        assertThat(groups.getFirst().usage().reused()).isEqualTo(500);
    }

    private static void add(Savings savings, @Nullable String user, long credits) {
        savings.add(client("a"), user, MODEL, MatchKind.IDEMPOTENCY_KEY, 1, new Credits(credits));
    }

    private String saved() {
        var all = usage(UsageGroup.CLIENT).stream().map(UsageRow::usage).reduce(Usage.NONE, Usage::plus);
        assertThat(all.generations()).isZero();
        return all.reused() + " answers, " + all.saved() + " credits";
    }

    /** Of the last day. */
    private List<UsageRow> usage(UsageGroup by) {
        var now = Instant.now();
        return new LedgerQueries(books().open.reads(), books().open.quickReads(), OPERATOR)
                .usage(now.minus(Duration.ofDays(1)), now.plusSeconds(1), null, by, 10_000);
    }

    private boolean write(Function<JdbcTemplate, Boolean> work) {
        return Objects.requireNonNull(books().open.writer().await(new Task<>("a test", work), Duration.ofSeconds(10)));
    }
}
