package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Audit;
import dev.imagegateway.support.LedgerLocation.Row;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each period of a budget has its own wall. */
class BudgetPeriodProcessTests extends BudgetFixture {

    @Test
    void bothHoursAreSpentInFullAndNoMore() throws InterruptedException {
        // the zone in which an hour ends some seconds after the gateways have started
        var secondsIntoTheHour = LocalTime.now(ZoneOffset.UTC).plusSeconds(60).toSecondOfDay() % 3600;
        var zone = ZoneOffset.ofTotalSeconds(-secondsIntoTheHour);
        with(
                List.of("--sandbox.latency.fixed=200ms"),
                List.of(
                        "--gateway.budget.zone=" + zone.getId(),
                        "--gateway.clients[0].budget.credits-per-hour=" + IMAGES * PRICE),
                (upstream, gateways) -> {
                    var accepted = new AtomicLong();
                    // asked all the while, and until both hours are full
                    await().atMost(Duration.ofMinutes(3))
                            .pollInterval(Duration.ofMillis(250))
                            .until(() -> {
                                var statuses = ask(gateways, REQUESTS / 2);
                                accepted.addAndGet(count(statuses, 200));
                                return hours().size() == 2 && !statuses.contains(200);
                            });
                    assertThat(hours())
                            .hasSize(2)
                            .allSatisfy(hour -> assertThat(imagesOf(hour)).isEqualTo(IMAGES));
                    assertThat(accepted).hasValue(2 * IMAGES);
                    assertThat(place.account("team-a", "hour")).containsExactly(0, 2 * IMAGES * PRICE);
                    Audit.of(place, upstream.sandbox()).everythingAgrees();
                });
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
