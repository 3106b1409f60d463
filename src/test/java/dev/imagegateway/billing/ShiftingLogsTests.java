package dev.imagegateway.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.billing.StubBooks.Asked;
import dev.imagegateway.billing.StubBooks.Reply;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.TestKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log pages are counted from an end; what comes and goes while they are read must neither double nor hide a row. */
class ShiftingLogsTests {

    private static final Instant TIME = Instant.parse("2026-07-02T03:00:00Z");
    private static final String PREFIX = TestKeys.name(TestKeys.UPSTREAM);
    private static final int ROWS = 350;

    private static StubBooks vendor;
    private static Gateway gateway;
    private static BillingClient books;

    @BeforeAll
    static void start() {
        vendor = new StubBooks();
        gateway = Gateway.start(
                vendor.url(),
                "--gateway.upstream.books.reads-per-minute=100000",
                "--gateway.upstream.books.retry-delay=1ms");
        books = gateway.part(BillingClient.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    private static List<String> rows(int count) {
        return new ArrayList<>(
                IntStream.rangeClosed(1, count).mapToObj(StubBooks::row).toList());
    }

    /** Reads logs that change so before each page but the first, which is told its number from 2. */
    private static LogReading read(List<String> rows, BiConsumer<List<String>, Integer> change) {
        var pages = new ArrayList<Asked>();
        Function<Asked, Reply> answer = asked -> {
            pages.add(asked);
            if (pages.size() > 1) {
                change.accept(rows, pages.size());
            }
            return StubBooks.page(rows, asked);
        };
        vendor.answers(answer);
        return books.logs(TIME, TIME.plusSeconds(3600));
    }

    private static void assertEachOnce(LogReading reading, int count) {
        assertThat(reading.rows())
                .extracting(LogRow::inferenceId)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, count)
                        .mapToObj(number -> "i-" + number)
                        .toList());
    }

    @Test
    void rowsThatStayAreReadInOnePassOfOverlappingPages() {
        var reading = read(rows(ROWS), (_, _) -> {});

        assertEachOnce(reading, ROWS);
        assertThat(reading.complete()).containsExactly(PREFIX);
        assertThat(vendor.asked()).extracting(Asked::offset).containsExactly(0, 90, 180, 270);
    }

    @ParameterizedTest(name = "at {0}")
    @ValueSource(ints = {0, 60, 200, 350})
    void rowsThatArriveMeanwhileAreReadToo(int place) {
        var reading = read(rows(ROWS), (rows, page) -> {
            if (page <= 4) {
                rows.add(place, StubBooks.row(rows.size() + 1));
            }
        });

        assertEachOnce(reading, ROWS + 3);
        assertThat(reading.complete()).containsExactly(PREFIX);
        assertThat(vendor.asked()).hasSizeLessThanOrEqualTo(9);
    }

    @Test
    void rowsThatVanishHideNone() {
        var rows = rows(ROWS);
        // the first thirty were others': the next page begins behind rows that nobody has seen
        rows.addAll(
                0, IntStream.rangeClosed(1001, 1030).mapToObj(StubBooks::row).toList());
        var reading = read(rows, (now, page) -> {
            if (page == 2) {
                now.subList(0, 30).clear();
            }
        });

        assertEachOnce(reading, ROWS);
        assertThat(reading.complete()).containsExactly(PREFIX);
    }

    @Test
    void rowsThatChangePlacesHideNoneThoughTheTotalStays() {
        var reading = read(rows(ROWS), (rows, page) -> {
            if (page == 3) {
                // by more than pages overlap
                Collections.rotate(rows, -16);
            }
        });

        assertEachOnce(reading, ROWS);
        assertThat(reading.complete()).containsExactly(PREFIX);
        assertThat(vendor.asked()).as("two passes").hasSize(8);
    }

    @Test
    void rowThatComesWhileAnotherGoesIsFoundThoughTheSumIsRight() {
        var reading = read(rows(ROWS), (rows, page) -> {
            if (page == 2) {
                rows.addFirst(StubBooks.row(ROWS + 1));
            } else if (page == 3) {
                rows.remove(StubBooks.row(50));
            }
        });

        assertThat(reading.rows()).hasSize(ROWS).extracting(LogRow::inferenceId).contains("i-" + (ROWS + 1));
        assertThat(reading.complete()).containsExactly(PREFIX);
    }

    @Test
    void logsThatNeverHoldStillAreNotComplete() {
        var reading = read(rows(ROWS), (rows, _) -> rows.addFirst(StubBooks.row(rows.size() + 1)));

        assertThat(reading.complete()).isEmpty();
        assertThat(reading.rows())
                .extracting(LogRow::inferenceId)
                .doesNotHaveDuplicates()
                .contains("i-1", "i-200", "i-" + ROWS);
        assertThat(vendor.asked()).hasSize(12);
    }

    @Test
    void logsThatRepeatTheirFirstPageForeverEnd() {
        var first = StubBooks.page(rows(200), new Asked("", Map.of("offset", "0", "limit", "100"), null, null, null));
        vendor.answers(_ -> first);

        var reading = books.logs(TIME, TIME.plusSeconds(3600));

        assertEachOnce(reading, 100);
        assertThat(reading.complete()).isEmpty();
        assertThat(vendor.asked()).hasSize(6);
    }

    @Test
    void totalThatIsNotTheRowsIsNotComplete() {
        vendor.answers(
                200,
                "{\"data\":[" + StubBooks.row(1)
                        + "],\"pagination\":{\"limit\":100,\"offset\":0,\"total\":2,\"has_more\":false}}");

        var reading = books.logs(TIME, TIME.plusSeconds(3600));

        assertEachOnce(reading, 1);
        assertThat(reading.complete()).isEmpty();
    }

    @Test
    void smallerPagesThanAskedForAreFollowed() {
        var rows = rows(60);
        vendor.answers(asked -> {
            var query = new HashMap<>(asked.query());
            query.put("limit", "7");
            return StubBooks.page(rows, new Asked(asked.path(), query, null, null, null));
        });

        var reading = books.logs(TIME, TIME.plusSeconds(3600));

        assertEachOnce(reading, 60);
        assertThat(reading.complete()).containsExactly(PREFIX);
    }
}
