package dev.imagegateway.ledger;

import static dev.imagegateway.ledger.LedgerFixture.DONE;
import static dev.imagegateway.ledger.LedgerFixture.client;
import static dev.imagegateway.ledger.LedgerFixture.cost;
import static dev.imagegateway.ledger.LedgerFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What every store must do besides. */
abstract class LedgerContract extends BudgetContract {

    @Test
    void settlingSpendsWhatItCostAndGivesBackTheRest() {
        books().held(client("a"), 70).settle(cost(50), DONE).join();
        assertThat(books().held("a", BudgetPeriod.DAY)).isZero();
        assertThat(books().spent("a", BudgetPeriod.DAY)).isEqualTo(50);
        assertThat(books().spent("*", BudgetPeriod.MONTH)).isEqualTo(50);
        var entry = books().entries().getFirst();
        assertThat(entry.state()).isEqualTo(State.SETTLED);
        assertThat(entry.evidence()).isEqualTo(Evidence.BODY);
        assertThat(entry.inferenceId()).isEqualTo("inf-1");
        assertThat(entry.keyPrefixes()).containsExactly("abcd");
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(entry.endedAt()).isNotNull();
    }

    @Test
    void releasingGivesBackEverything() {
        books().held(client("a"), 70)
                .releaseRefused(LedgerFixture.details("upstream-failed", 3, null, null, 0))
                .join();
        assertThat(books().held("a", BudgetPeriod.HOUR)).isZero();
        assertThat(books().spent("a", BudgetPeriod.HOUR)).isZero();
        assertThat(books().entries().getFirst().state()).isEqualTo(State.RELEASED);
    }

    @Test
    void unknownStaysSetAside() {
        books().held(client("a"), 70)
                .unknown(LedgerFixture.details("outcome-unknown", 1, null, null, 0))
                .join();
        assertThat(books().held("a", BudgetPeriod.HOUR)).isEqualTo(70);
        assertThat(books().entries().getFirst().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void theSameEndTwiceChangesNothing() {
        var held = books().held(client("a"), 70);
        assertThat(held.settle(cost(50), DONE).join()).isTrue();
        assertThat(held.settle(cost(50), DONE).join()).isTrue();
        held.settle(cost(60), DONE).join();
        held.releaseUnsent(DONE).join();
        held.unknown(DONE).join();
        assertThat(books().spent("a", BudgetPeriod.DAY)).isEqualTo(50);
    }

    @Test
    void betterEvidenceReplacesWorse() {
        var held = books().held(client("a"), 70);
        held.unknown(DONE).join();
        var entry = books().entries().getFirst();
        books().end(entry, State.RELEASED, null, Evidence.ABSENCE);
        assertThat(books().held("a", BudgetPeriod.DAY)).isZero();
        // the zombie's own answer comes late
        held.settle(cost(60), DONE).join();
        assertThat(books().spent("a", BudgetPeriod.DAY)).isEqualTo(60);
        books().end(entry, State.SETTLED, 70L, Evidence.ESTIMATE);
        assertThat(books().spent("a", BudgetPeriod.DAY)).isEqualTo(60);
        books().end(entry, State.SETTLED, 140L, Evidence.VENDOR);
        assertThat(books().spent("a", BudgetPeriod.DAY)).isEqualTo(140);
        books().end(entry, State.SETTLED, 0L, Evidence.VENDOR);
        assertThat(books().spent("a", BudgetPeriod.DAY)).isZero();
        held.settle(cost(60), DONE).join();
        assertThat(books().spent("a", BudgetPeriod.DAY)).isZero();
    }

    @Test
    void whatIsPastItsDeadlineIsUnknownThoughItsOwnerLives() {
        var held = books().held(request(client("a"), 70, Duration.ZERO));
        assertThat(held.mayAttempt()).isFalse();
        await().untilAsserted(() -> {
            books().sweep();
            assertThat(books().entries().getFirst().state()).isEqualTo(State.UNKNOWN);
        });
        held.settle(cost(70), DONE).join();
        assertThat(books().entries().getFirst().state()).isEqualTo(State.SETTLED);
    }

    @Test
    void whatAProcessLeftBehindIsUnknown() {
        books().held(client("a"), 70);
        reopen(Budget.NONE);
        await().untilAsserted(
                        () -> assertThat(books().entries().getFirst().state()).isEqualTo(State.UNKNOWN));
        assertThat(books().entries().getFirst().attempts()).isNull();
        assertThat(books().held("a", BudgetPeriod.DAY)).isEqualTo(70);
    }

    @Test
    void aCopyBelongsToItsProcessAsLongAsThatRenewsIt() {
        var id = SettledImages.of(books(), 1).getFirst();
        var images = books().open.images();
        var settled = books().now();
        assertThat(images.takeDue(9)).isEmpty();

        books().moveClockTo(settled.plus(ImageRecords.COPY_LEASE));
        assertThat(images.takeDue(9)).extracting(ImageRecord::id).containsExactly(id);
        assertThat(images.take(id)).isFalse();

        var later = books().now().plus(ImageRecords.COPY_LEASE.dividedBy(2));
        books().moveClockTo(later);
        images.renew(List.of(id));
        books().moveClockTo(later.plus(ImageRecords.COPY_LEASE.dividedBy(2)));
        assertThat(images.takeDue(9)).isEmpty();
        books().moveClockTo(later.plus(ImageRecords.COPY_LEASE).plusSeconds(1));
        assertThat(images.take(id)).isTrue();
    }

    @Test
    void aRenewalNeverShortensThePauseOfACopyThatFailed() {
        var id = SettledImages.of(books(), 1).getFirst();
        var images = books().open.images();
        images.failed(id, "its host answered 503", Duration.ofMinutes(5));
        images.renew(List.of(id));

        books().moveClockTo(books().now().plus(Duration.ofMinutes(4)));
        assertThat(images.takeDue(9)).isEmpty();
    }

    @Test
    void aHoldThatIsNotOnDiskInTimeIsRefusedAndNeverStaysHeld() throws Exception {
        try (var _ = block(books())) {
            assertThatThrownBy(() -> books().hold(client("a"), 70))
                    .isInstanceOfSatisfying(
                            GatewayException.class,
                            refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.LEDGER_UNAVAILABLE));
        }
        await().untilAsserted(() -> {
            books().sweep();
            assertThat(books().held("a", BudgetPeriod.DAY)).isZero();
            assertThat(books().hold(client("b"), 1)).isInstanceOf(Hold.class);
        });
    }

    @Test
    void aHoldThatIsStoredAfterItsRequestGaveUpIsReleasedWithoutASweep() throws Exception {
        reopenHasty();
        try (var _ = block(books())) {
            assertThatThrownBy(() -> books().hold(client("a"), 70)).isInstanceOf(GatewayException.class);
        }
        await().untilAsserted(() -> assertThat(books().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.state()).isEqualTo(State.RELEASED)));
        assertThat(books().held("a", BudgetPeriod.DAY)).isZero();
    }

    @Test
    void anEndWaitsForTheStoreAndTheLeaseRunsOutMeanwhile() throws Exception {
        var held = books().held(client("a"), 70);
        var waiting = books().held(client("a"), 10);
        assertThat(waiting.mayAttempt()).isTrue();
        try (var _ = block(books())) {
            assertThat(held.settle(cost(50), DONE).join()).isFalse();
            await().until(() -> !waiting.mayAttempt());
        }
        await().untilAsserted(
                        () -> assertThat(books().spent("a", BudgetPeriod.DAY)).isEqualTo(50));
        // others may have given up what was held before the gap; what is held now may go
        assertThat(waiting.mayAttempt()).isFalse();
        await().until(() -> books().held(client("a"), 10).mayAttempt());
        waiting.releaseUnsent(DONE).join();
    }

    @Test
    void purgeSumsWholeDaysAndLeavesWhatIsOpen() {
        var client = client("a");
        var old = Instant.now().minus(Duration.ofDays(120));
        books().moveClockTo(old);
        books().held(client, 70).settle(cost(50), DONE).join();
        books().held(client, 70).releaseUnsent(DONE).join();
        books().moveClockTo(old.plus(Duration.ofDays(2)));
        books().held(client, 30).settle(cost(30), DONE).join();
        var open = books().held(client, 20);
        open.unknown(DONE).join();
        books().moveClockTo(old.plus(Duration.ofDays(60)));
        books().held(client, 10).settle(cost(10), DONE).join();
        books().clockIsRight();
        assertThat(books().purge()).isEqualTo(2);
        books().checkInvariants();
        assertThat(books().entries()).hasSize(3);
        // once the last of the day has ended, the day goes
        open.settle(cost(25), DONE).join();
        assertThat(books().purge()).isEqualTo(2);
        assertThat(books().purge()).isZero();
        assertThat(books().entries()).hasSize(1);
        assertThat(books().spent("a", BudgetPeriod.MONTH)).isEqualTo(50 + 30 + 25 + 10);
    }

    @RepeatedTest(4)
    void anyHistoryKeepsTheBooksTrue() throws InterruptedException {
        var seed = Long.getLong("ledger.history.seed", new Random().nextLong());
        try {
            // some years ago, so that there is something to purge
            books().moveClockTo(Instant.now().minus(Duration.ofDays(1500)));
            new LedgerHistory(books(), seed).play(120);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("again with -Dledger.history.seed=" + seed, e);
        }
    }

    @Test
    void runsOnTheSchemaOfALaterVersion() {
        books().close();
        try (var store = openStore()) {
            Flyway.configure()
                    .dataSource(store.connections(Duration.ofSeconds(10)))
                    .locations("classpath:db/migration", "classpath:db/future")
                    .load()
                    .migrate();
        }
        reopen(Budget.NONE);
        books().held(client("a"), 70).settle(cost(50), DONE).join();
        assertThat(books().spent("a", BudgetPeriod.DAY)).isEqualTo(50);
    }
}
