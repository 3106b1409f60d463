package dev.imagegateway.ledger;

import static dev.imagegateway.ledger.LedgerFixture.client;
import static dev.imagegateway.ledger.LedgerFixture.cost;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Images that are to be copied. */
final class SettledImages {

    private SettledImages() {}

    /** Settles a ledger's first generation with so many of them. Returns their ids. */
    static List<String> of(LedgerFixture books, int images) {
        var image = new NewImage("https://images.test/a.png", null, Duration.ofDays(1), null);
        var details = new CompletionDetails(
                "succeeded", 1, "abcd", null, null, images, null, false, Collections.nCopies(images, image), List.of());
        books.held(client("a"), 70).settle(cost(50), details).join();
        var generation = books.entries().getFirst().id();
        return IntStream.range(0, images)
                .mapToObj(position -> ImageRecord.id(generation, position))
                .toList();
    }
}
