package dev.imagegateway.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Periods follow each other without a gap or an overlap, in every zone and through every change of its clocks. */
class BudgetPeriodTests {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2028-01-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource
    void periodsFollowEachOtherInEveryZone(BudgetPeriod period) {
        for (var id : ZoneId.getAvailableZoneIds()) {
            var zone = ZoneId.of(id);
            for (var moment : changes(zone)) {
                for (int quarter = -8; quarter <= 8; quarter++) {
                    isOneOfASequence(period, moment.plus(Duration.ofMinutes(15L * quarter)), zone);
                }
            }
        }
    }

    /** The changes of a zone's clocks, and one other moment. */
    private static List<Instant> changes(ZoneId zone) {
        var moments = new ArrayList<>(List.of(FROM));
        var rules = zone.getRules();
        for (var next = rules.nextTransition(FROM);
                next != null && next.getInstant().isBefore(TO);
                next = rules.nextTransition(next.getInstant())) {
            moments.add(next.getInstant());
        }
        return moments;
    }

    private static void isOneOfASequence(BudgetPeriod period, Instant moment, ZoneId zone) {
        var start = period.startOf(moment, zone);
        var end = period.endOf(moment, zone);
        var last = end.minusNanos(1);

        assertThat(start).as("%s %s %s", period, moment, zone).isBeforeOrEqualTo(moment);
        assertThat(end).as("%s %s %s", period, moment, zone).isAfter(moment);
        assertThat(period.startOf(start, zone)).as("%s %s", moment, zone).isEqualTo(start);
        assertThat(period.startOf(last, zone)).as("%s %s", moment, zone).isEqualTo(start);
        assertThat(period.endOf(start, zone)).as("%s %s", moment, zone).isEqualTo(end);
        assertThat(period.startOf(end, zone)).as("%s %s", moment, zone).isEqualTo(end);
        if (period == BudgetPeriod.HOUR) {
            assertThat(Duration.between(start, end)).isLessThanOrEqualTo(Duration.ofHours(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // an offset of quarters of an hour
        "HOUR, Asia/Kathmandu, 2026-07-01T10:20+05:45, 2026-07-01T10:00+05:45, 2026-07-01T11:00+05:45",
        "DAY, Asia/Kathmandu, 2026-07-01T10:20+05:45, 2026-07-01T00:00+05:45, 2026-07-02T00:00+05:45",
        // half an hour is skipped, and repeated
        "HOUR, Australia/Lord_Howe, 2026-10-04T02:40+11:00, 2026-10-04T02:30+11:00, 2026-10-04T03:00+11:00",
        "HOUR, Australia/Lord_Howe, 2026-04-05T01:45+11:00, 2026-04-05T01:00+11:00, 2026-04-05T02:00+11:00",
        "HOUR, Australia/Lord_Howe, 2026-04-05T01:45+10:30, 2026-04-05T01:30+10:30, 2026-04-05T02:00+10:30",
        "DAY, Australia/Lord_Howe, 2026-04-05T01:45+10:30, 2026-04-05T00:00+11:00, 2026-04-06T00:00+10:30",
        // an hour is repeated
        "HOUR, Europe/Berlin, 2026-10-25T02:10+02:00, 2026-10-25T02:00+02:00, 2026-10-25T03:00+02:00",
        "HOUR, Europe/Berlin, 2026-10-25T02:10+01:00, 2026-10-25T02:00+01:00, 2026-10-25T03:00+01:00",
        // the day after has no midnight
        "DAY, Africa/Cairo, 2026-04-23T12:00+02:00, 2026-04-23T00:00+02:00, 2026-04-24T01:00+03:00",
        // 2011-12-30 did not happen
        "DAY, Pacific/Apia, 2011-12-29T12:00-10:00, 2011-12-29T00:00-10:00, 2011-12-31T00:00+14:00",
        "DAY, Pacific/Apia, 2011-12-31T12:00+14:00, 2011-12-31T00:00+14:00, 2012-01-01T00:00+14:00",
        "MONTH, Pacific/Apia, 2011-12-31T12:00+14:00, 2011-12-01T00:00-10:00, 2012-01-01T00:00+14:00",
    })
    void calendarIsThatOfTheZone(
            BudgetPeriod period, ZoneId zone, ZonedDateTime moment, ZonedDateTime start, ZonedDateTime end) {
        assertThat(period.startOf(moment.toInstant(), zone)).isEqualTo(start.toInstant());
        assertThat(period.endOf(moment.toInstant(), zone)).isEqualTo(end.toInstant());
    }

    @Test
    void fixedOffsetsHaveNoChanges() {
        var zone = ZoneId.of("+00:17:30");

        isOneOfASequence(BudgetPeriod.HOUR, FROM, zone);
    }
}
