package dev.imagegateway.ledger;

import static dev.imagegateway.ledger.LedgerFixture.DONE;
import static dev.imagegateway.ledger.LedgerFixture.client;
import static dev.imagegateway.ledger.LedgerFixture.cost;
import static dev.imagegateway.ledger.LedgerFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.client.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A random history of the books: everything that may happen to them, in any order and at once. */
final class LedgerHistory {

    private static final List<Client> CLIENTS =
            List.of(client("a", 500L, 900L, null), client("b", null, 400L, 5000L), client("c"));

    private final LedgerFixture books;
    private final Random random;
    private final List<Hold> open = new ArrayList<>();
    private final List<Hold> ended = new ArrayList<>();

    LedgerHistory(LedgerFixture books, long seed) {
        this.books = books;
        this.random = new Random(seed);
    }

    /** So many steps, and a look at the books after each. */
    void play(int steps) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < steps; i++) {
                step(threads);
                books.checkInvariants();
                checkRows();
            }
        }
    }

    private void step(ExecutorService threads) throws InterruptedException {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> hold(threads);
            case 4, 5, 6 -> end(threads);
            case 7 -> contradict(threads);
            case 8, 9 -> reconcile(threads);
            case 10 -> {
                // the calendar goes on, and what is past its deadline is found
                books.moveClockTo(books.now().plus(Duration.ofMinutes(random.nextInt(40 * 24 * 60))));
                books.sweep();
            }
            default -> books.purge();
        }
    }

    private void hold(ExecutorService threads) throws InterruptedException {
        var requests = IntStream.range(0, 1 + random.nextInt(8))
                .<Callable<HoldResult>>mapToObj(_ -> {
                    var lasts = random.nextInt(6) == 0 ? Duration.ZERO : Duration.ofDays(4000);
                    var request = request(CLIENTS.get(random.nextInt(3)), 10 + random.nextInt(200), lasts);
                    return () -> books.hold(request);
                })
                .toList();
        var before = books.used();
        threads.invokeAll(requests).stream()
                .map(LedgerHistory::result)
                .filter(Hold.class::isInstance)
                .map(Hold.class::cast)
                .forEach(open::add);
        checkWalls(before, books.used());
    }

    /** With the cause, if it failed. */
    private static <T> T result(Future<T> ended) {
        if (ended.state() == Future.State.FAILED) {
            throw new AssertionError("a thread failed", ended.exceptionNow());
        }
        return ended.resultNow();
    }

    /** What was settled may have passed a budget already, for it is a fact; no hold brings it further. */
    private static void checkWalls(Map<AccountKey, Long> before, Map<AccountKey, Long> after) {
        after.forEach((account, used) -> CLIENTS.stream()
                .filter(client -> client.id().equals(account.client()))
                .flatMap(client -> client.budget().limit(account.period()).stream())
                .forEach(limit -> assertThat(used)
                        .as(account.toString())
                        .isLessThanOrEqualTo(Math.max(limit.amount(), before.getOrDefault(account, 0L)))));
    }

    private void end(ExecutorService threads) throws InterruptedException {
        var ends = new ArrayList<Callable<Boolean>>();
        for (int i = random.nextInt(5); i >= 0 && !open.isEmpty(); i--) {
            var held = open.remove(random.nextInt(open.size()));
            ended.add(held);
            ends.add(anyEnd(held));
        }
        threads.invokeAll(ends).forEach(LedgerHistory::result);
    }

    /** Another word on what has ended, and two at once on the same. */
    private void contradict(ExecutorService threads) throws InterruptedException {
        if (!ended.isEmpty()) {
            var held = ended.get(random.nextInt(ended.size()));
            threads.invokeAll(List.of(anyEnd(held), anyEnd(held))).forEach(LedgerHistory::result);
        }
    }

    private Callable<Boolean> anyEnd(Hold held) {
        var credits = random.nextInt(250);
        return switch (random.nextInt(4)) {
            case 0 -> () -> held.releaseRefused(DONE).join();
            case 1 -> () -> held.unknown(DONE).join();
            default -> () -> held.settle(cost(credits), DONE).join();
        };
    }

    private void reconcile(ExecutorService threads) throws InterruptedException {
        var entries = books.entries();
        if (entries.isEmpty()) {
            return;
        }
        var words = new ArrayList<Callable<Boolean>>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            var entry = entries.get(random.nextInt(entries.size()));
            var credits = (long) random.nextInt(300);
            words.add(
                    switch (random.nextInt(5)) {
                        case 0 -> () -> books.end(entry, State.RELEASED, null, Evidence.ABSENCE);
                        case 1 -> () -> books.end(entry, State.SETTLED, entry.creditsHeld(), Evidence.ESTIMATE);
                        case 2 -> () -> books.end(entry, State.RELEASED, null, Evidence.VENDOR);
                        case 3 -> () -> books.end(entry, State.SETTLED, credits, Evidence.OPERATOR);
                        default -> () -> books.end(entry, State.SETTLED, credits, Evidence.VENDOR);
                    });
        }
        threads.invokeAll(words).forEach(LedgerHistory::result);
    }

    private void checkRows() {
        for (var entry : books.entries()) {
            assertThat(entry.creditsHeld()).isPositive();
            assertThat(entry.state() == State.SETTLED).isEqualTo(entry.creditsUsed() != null);
            assertThat(entry.state() == State.SETTLED || entry.state() == State.RELEASED)
                    .isEqualTo(entry.evidence() != null);
        }
    }
}
