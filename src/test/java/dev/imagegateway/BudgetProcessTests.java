package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.LedgerPlace.InPostgres;
import dev.imagegateway.LedgerPlace.Row;
import dev.imagegateway.process.PostgresServer;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A budget is a wall, however many gateways share it and however many ask at once. */
class BudgetProcessTests {

    private static final long PRICE = 91_000;
    private static final int IMAGES = 100;
    private static final int REQUESTS = 500;

    /** How many callers there are; each asks again as soon as it has its answer. */
    private static final int AT_ONCE = 250;

    private final InPostgres place = new InPostgres(PostgresServer.shared().newDatabase());

    private interface Proof {
        void run(SandboxProcess upstream, List<GatewayProcess> gateways) throws InterruptedException;
    }

    private void with(List<String> sandbox, List<String> settings, Proof proof) throws InterruptedException {
        var all = new ArrayList<>(place.settings());
        all.add("--gateway.reconciliation.enabled=false");
        all.addAll(settings);
        var options = all.toArray(String[]::new);
        try (var upstream = SandboxProcess.start(sandbox.toArray(String[]::new));
                var one = GatewayProcess.start(upstream.sandbox().url(), place.environment(), options);
                var two = GatewayProcess.start(upstream.sandbox().url(), place.environment(), options);
                var three = GatewayProcess.start(upstream.sandbox().url(), place.environment(), options)) {
            proof.run(upstream, List.of(one, two, three));
        }
    }

    /** So many requests for one image each, over all gateways; the statuses that came back. */
    private static List<Integer> ask(List<GatewayProcess> gateways, int requests) {
        var callers = new Semaphore(AT_ONCE);
        var calls = IntStream.range(0, requests)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            callers.acquireUninterruptibly();
                            try {
                                var gateway = gateways.get(i % gateways.size());
                                return gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"cat " + i + "\"}")
                                        .status();
                            } finally {
                                callers.release();
                            }
                        },
                        Thread::startVirtualThread))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private static long count(List<Integer> statuses, int status) {
        return statuses.stream().filter(one -> one == status).count();
    }

    private void accountIsExactly(long credits) {
        for (var client : List.of("team-a", "*")) {
            assertThat(place.account(client, "month")).containsExactly(0, credits);
        }
    }

    @Test
    void exactlyAsManyAreAcceptedAsTheBudgetPaysFor() throws InterruptedException {
        with(
                List.of("--sandbox.latency.fixed=50ms"),
                List.of("--gateway.clients[0].budget.credits-per-month=" + IMAGES * PRICE),
                (upstream, gateways) -> {
                    var statuses = ask(gateways, REQUESTS);
                    assertThat(count(statuses, 200)).isEqualTo(IMAGES);
                    assertThat(count(statuses, 402)).isEqualTo(REQUESTS - IMAGES);
                    assertThat(upstream.sandbox().billed()).isEqualTo(IMAGES * PRICE);
                    accountIsExactly(IMAGES * PRICE);
                    Audit.of(place, upstream.sandbox()).everythingAgrees();
                });
    }

    @Test
    void failuresGiveBackWhatTheyHeld() throws InterruptedException {
        with(
                List.of("--sandbox.latency.fixed=20ms"),
                List.of(
                        "--gateway.budget.credits-per-month=" + IMAGES * PRICE,
                        "--gateway.upstream.retry.max-attempts=1"),
                (upstream, gateways) -> {
                    // a fifth of what is sent fails, and is not billed
                    upstream.sandbox().fault("{\"fault\":\"bad-request\",\"promptContains\":\"3\"}");
                    for (int i = 0; i < 3; i++) {
                        ask(gateways, REQUESTS);
                    }
                    // the last to hold may have failed after all others were refused: it gave back what it held
                    while (count(ask(gateways, 1), 200) == 1) {
                        assertThat(upstream.sandbox().billed()).isLessThanOrEqualTo(IMAGES * PRICE);
                    }
                    assertThat(count(ask(gateways, 5), 402)).isEqualTo(5);
                    assertThat(upstream.sandbox().billed()).isEqualTo(IMAGES * PRICE);
                    accountIsExactly(IMAGES * PRICE);
                    Audit.of(place, upstream.sandbox()).everythingAgrees();
                });
    }

    @Test
    void cheaperThanHeldLeavesRoomAndDearerIsSpentInFull() throws InterruptedException {
        long dearer = 100_000;
        with(
                List.of("--sandbox.latency.fixed=20ms", "--sandbox.credits-per-image=" + dearer),
                List.of("--gateway.clients[0].budget.credits-per-day=" + IMAGES * PRICE),
                (upstream, gateways) -> {
                    ask(gateways, REQUESTS);
                    // no hold was taken that did not fit; what had been sent by then is spent at what it cost
                    assertThat(count(ask(gateways, 3), 402)).isEqualTo(3);
                    long first = upstream.sandbox().billed();
                    assertThat(first).isLessThanOrEqualTo(IMAGES * dearer).isGreaterThan((IMAGES - 1) * PRICE);
                    accountIsExactly(first);
                    Audit.of(place, upstream.sandbox()).everythingAgrees();
                });
        long cheaper = 50_000;
        try (var upstream = SandboxProcess.start("--sandbox.credits-per-image=" + cheaper);
                var gateway = GatewayProcess.start(
                        upstream.sandbox().url(),
                        place.environment(),
                        "--gateway.clients[0].id=team-b",
                        "--gateway.clients[0].budget.credits-per-day=" + 10 * PRICE)) {
            var statuses = ask(List.of(gateway), 40);
            // as many as fit while each is held at the catalogue's price and kept at what it cost
            long accepted = count(statuses, 200);
            assertThat(accepted).isGreaterThanOrEqualTo(10);
            assertThat(place.account("team-b", "day")).containsExactly(0, accepted * cheaper);
            assertThat(accepted * cheaper).isLessThanOrEqualTo(10 * PRICE);
        }
    }

    @Test
    void eachPeriodHasItsOwnWall() throws InterruptedException {
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
                            .pollInterval(Duration.ZERO)
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
