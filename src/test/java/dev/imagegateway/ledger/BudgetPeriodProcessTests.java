package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Audit;
import dev.imagegateway.support.LedgerLocation.Row;
import dev.imagegateway.support.TestKeys;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each period of a budget has its own wall. */
class BudgetPeriodProcessTests extends BudgetFixture {

    /** Until the first hour ends: the gateways start and spend it meanwhile. Twice as long if they did not. */
    private static final List<Integer> SECONDS = List.of(60, 120, 240);

    private static final int FEW = 30;

    @Test
    void bothHoursAreSpentInFullAndNoMore() throws InterruptedException {
        for (int seconds : SECONDS) {
            if (twoHoursWereSpent(seconds)) {
                return;
            }
            place = newPlace();
        }
        fail("the first hour was never spent in time");
    }

    /** False if the first hour ended before it was spent, which says nothing. */
    private boolean twoHoursWereSpent(int seconds) throws InterruptedException {
        // the zone in which an hour ends so soon
        var secondsIntoTheHour =
                LocalTime.now(ZoneOffset.UTC).plusSeconds(seconds).toSecondOfDay() % 3600;
        var zone = ZoneOffset.ofTotalSeconds(-secondsIntoTheHour);
        // the hour that is under way began well before now
        long now = System.currentTimeMillis();
        var accepted = new AtomicLong();
        var isSpent = new AtomicBoolean();
        var firstWasSpent = new AtomicBoolean();
        with(
                List.of("--sandbox.latency.fixed=200ms"),
                List.of(
                        "--gateway.budget.zone=" + zone.getId(),
                        "--gateway.clients[0].budget.credits-per-hour=" + IMAGES * PRICE),
                (upstream, gateways) -> {
                    // asked all the while, and until both hours are spent
                    await().atMost(Duration.ofSeconds(180 + seconds))
                            .pollInterval(Duration.ofSeconds(1))
                            .until(() -> {
                                // many at once while there is something left, and fewer for the rest of the hour
                                var statuses = ask(gateways, TestKeys.CLIENT, isSpent.get() ? FEW : REQUESTS / 2);
                                isSpent.set(!statuses.contains(200));
                                accepted.addAndGet(count(statuses, 200));
                                if (statuses.contains(200)) {
                                    return false;
                                }
                                if (hours().getLast() <= now) {
                                    firstWasSpent.set(true);
                                    return false;
                                }
                                return true;
                            });
                    if (firstWasSpent.get()) {
                        assertThat(hours())
                                .hasSize(2)
                                .allSatisfy(hour -> assertThat(imagesOf(hour)).isEqualTo(IMAGES));
                        assertThat(accepted).hasValue(2 * IMAGES);
                        assertThat(place.account("team-a", "hour")).containsExactly(0, 2 * IMAGES * PRICE);
                    }
                    Audit.of(place, upstream.sandbox()).everythingAgrees();
                });
        return firstWasSpent.get();
    }

    private List<Long> hours() {
        return place.rows().stream().map(Row::hourAt).distinct().sorted().toList();
    }

    private long imagesOf(long hour) {
        return place.rows().stream()
                        .filter(row -> row.hourAt() == hour && row.state().equals("SETTLED"))
                        .collect(Collectors.summingLong(Row::credits))
                / PRICE;
    }
}
