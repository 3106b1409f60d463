package dev.imagegateway.ledger;

import static dev.imagegateway.ledger.LedgerFixture.DONE;
import static dev.imagegateway.ledger.LedgerFixture.client;
import static dev.imagegateway.ledger.LedgerFixture.cost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.budget.BudgetPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Budgets, on every store. */
abstract class BudgetContract extends SavingsContract {

    @Test
    void holdCountsInEveryPeriodOfClientAndOperator() {
        books().held(client("a"), 70);
        for (var period : BudgetPeriod.values()) {
            assertThat(books().held("a", period)).isEqualTo(70);
            assertThat(books().held("*", period)).isEqualTo(70);
        }
        var entry = books().entries().getFirst();
        assertThat(entry.state()).isEqualTo(State.HELD);
        assertThat(entry.keyPrefixes()).containsExactly("abcd", "efgh");
        assertThat(entry.attempts()).isNull();
    }

    @Test
    void budgetIsAWallForAnyNumberAtOnce() throws InterruptedException {
        var client = client("a", null, 1000L, null);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var decisions = threads.invokeAll(IntStream.range(0, 200)
                    .<Callable<HoldResult>>mapToObj(_ -> () -> books().hold(client, 20))
                    .toList());
            assertThat(decisions.stream().map(Future::resultNow).filter(Hold.class::isInstance))
                    .hasSize(50);
        }
        assertThat(books().held("a", BudgetPeriod.DAY)).isEqualTo(1000);
    }

    @Test
    void refusalNamesTheBudget() {
        var client = client("a", null, 100L, null);
        books().held(client, 30).settle(cost(30), DONE).join();
        books().held(client, 40);
        var refusal = (BudgetExhausted) books().hold(client, 31);
        assertThat(refusal.ofOperator()).isFalse();
        assertThat(refusal.period()).isEqualTo(BudgetPeriod.DAY);
        assertThat(refusal.limit()).isEqualTo(100);
        assertThat(refusal.spent()).isEqualTo(30);
        assertThat(refusal.held()).isEqualTo(40);
        assertThat(refusal.resetsAt())
                .isAfter(Instant.now())
                .isBefore(Instant.now().plus(Duration.ofDays(1)));
        books().held(client, 30);
    }

    @Test
    void ofSeveralTooSmallBudgetsTheOneThatStaysSoLongestIsNamed() {
        var refusal = (BudgetExhausted) books().hold(client("a", 10L, 10L, 10L), 11);
        assertThat(refusal.period()).isEqualTo(BudgetPeriod.MONTH);
    }

    @Test
    void operatorsBudgetIsAboveAllClientsAndAHoldTakesAllOrNone() {
        reopen(new Budget(null, null, 100L));
        books().held(client("a"), 60);
        var refusal = (BudgetExhausted) books().hold(client("b", 1000L, null, null), 50);
        assertThat(refusal.ofOperator()).isTrue();
        assertThat(books().held("b", BudgetPeriod.HOUR)).isZero();
        books().held(client("b"), 40);
    }

    @Test
    void limitIsTheOneOfThisMomentAndCountsWhatWasSpentWithoutOne() {
        books().held(client("a"), 90).settle(cost(90), DONE).join();
        assertThat(books().hold(client("a", null, 100L, null), 20)).isInstanceOf(BudgetExhausted.class);
        assertThat(books().hold(client("a", null, 200L, null), 20)).isInstanceOf(Hold.class);
    }

    @Test
    void costAboveTheHoldIsSpentInFull() {
        var client = client("a", null, 100L, null);
        books().held(client, 50).settle(cost(120), DONE).join();
        assertThat(books().spent("a", BudgetPeriod.DAY)).isEqualTo(120);
        assertThat(books().hold(client, 1)).isInstanceOf(BudgetExhausted.class);
    }

    @Test
    void thePeriodIsTheHoldsForGood() {
        var client = client("a", 100L, null, null);
        books().moveClockTo(Instant.parse("2026-03-31T23:59:59Z"));
        var before = books().held(client, 100);
        assertThat(books().hold(client, 1)).isInstanceOf(BudgetExhausted.class);
        books().moveClockTo(Instant.parse("2026-04-01T00:00:01Z"));
        books().held(client, 100);
        before.settle(cost(80), DONE).join();
        // the new hour, day and month know nothing of it
        assertThat(books().hold(client, 1)).isInstanceOf(BudgetExhausted.class);
        var march = BudgetPeriod.MONTH.startOf(Instant.parse("2026-03-31T23:59:59Z"), ZoneOffset.UTC);
        assertThat(books().entries().getFirst().monthAt()).isEqualTo(march.toEpochMilli());
    }
}
