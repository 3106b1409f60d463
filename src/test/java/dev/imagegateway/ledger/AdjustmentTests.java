package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.VendorRow.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of a generation by the vendor's rows, as a table. Rows are written {@code attempt:kind:credits}; a
 * verdict is {@code state credits evidence}, and {@code !} where the vendor billed against its word.
 */
class AdjustmentTests {

    private static final Instant TIME = Instant.parse("2026-07-02T03:00:00Z");

    @ParameterizedTest(name = "unknown, {0} attempts, {1}, {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                // a charge settles at once, whoever died and whatever is missing
                "1, 1:charge:91000, PARTIAL, settled 91000 vendor",
                "-, 1:charge:91000, PARTIAL, settled 91000 vendor",
                "2, 1:failure:0 2:charge:91000, PARTIAL, settled 91000 vendor",
                "2, 1:charge:91000 2:charge:91000, COMPLETE, settled 182000 vendor!",
                "-, 1:charge:91000 2:failure:0, PARTIAL, settled 91000 vendor!",
                "1, 1:charge:91000 1:refund:1000, PARTIAL, settled 90000 vendor",
                "1, 1:charge:91000 1:refund:99000, PARTIAL, settled 0 vendor",
                "1, 1:charge:91000, GIVEN_UP, settled 91000 vendor",
                // a failure releases if there can be no later attempt
                "1, 1:failure:0, PARTIAL, released vendor",
                "2, 1:failure:0 2:failure:0, PARTIAL, released vendor",
                "2, 1:failure:0, PARTIAL, -",
                "-, 1:failure:0, PARTIAL, -",
                "-, 1:failure:0, COMPLETE, released absence",
                // a success at no cost may be one whose charge is still to be written
                "1, 1:charge:0, PARTIAL, -",
                "1, 1:charge:0, COMPLETE, released vendor",
                "1, 1:charge:0, GIVEN_UP, settled 91000 estimate",
                // absence needs everything to have been read
                "1, -, PARTIAL, -",
                "-, -, PARTIAL, -",
                "1, -, COMPLETE, released absence",
                "-, -, COMPLETE, released absence",
                "1, -, GIVEN_UP, settled 91000 estimate",
                "2, 1:failure:0, GIVEN_UP, settled 91000 estimate"
            })
    void unknown(@Nullable Integer attempts, @Nullable String rows, LogCompleteness reading, @Nullable String verdict) {
        assertThat(judged(State.UNKNOWN, null, null, attempts, rows, reading)).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "released by {0}, {1}, {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "REFUSAL, 1:failure:0, PARTIAL, -",
                "REFUSAL, -, COMPLETE, -",
                "REFUSAL, 1:charge:91000, PARTIAL, settled 91000 vendor!",
                "NOT_SENT, 1:charge:91000, PARTIAL, settled 91000 vendor!",
                "ABSENCE, 1:charge:91000, PARTIAL, settled 91000 vendor",
                "VENDOR, 1:charge:91000, COMPLETE, settled 91000 vendor",
                "OPERATOR, 1:charge:91000, PARTIAL, settled 91000 vendor",
                "REFUSAL, 1:charge:91000 1:refund:91000, PARTIAL, -",
                "ABSENCE, -, GIVEN_UP, -"
            })
    void released(Evidence evidence, @Nullable String rows, LogCompleteness reading, @Nullable String verdict) {
        assertThat(judged(State.RELEASED, null, evidence, 1, rows, reading)).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "settled at 91000 by {0}, {1} attempts, {2}, {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "BODY, 1, 1:charge:91000, PARTIAL, -",
                "BODY, 1, 1:charge:91000, COMPLETE, -",
                // more at once
                "BODY, 1, 1:charge:100000, PARTIAL, settled 100000 vendor",
                "CATALOGUE, 1, 1:charge:100000, PARTIAL, settled 100000 vendor",
                "BODY, 2, 1:charge:91000 2:charge:91000, PARTIAL, settled 182000 vendor!",
                "VENDOR, 2, 1:charge:91000 2:charge:91000, PARTIAL, settled 182000 vendor!",
                // less only when nothing can be missing
                "BODY, 1, 1:charge:90000, PARTIAL, -",
                "BODY, 1, 1:charge:90000, COMPLETE, settled 90000 vendor",
                "BODY, 2, 1:charge:90000, COMPLETE, -",
                "BODY, 1, 1:failure:0, PARTIAL, -",
                "BODY, 1, 1:failure:0, COMPLETE, settled 0 vendor",
                "BODY, 1, 1:charge:91000 1:refund:91000, PARTIAL, settled 0 vendor",
                "BODY, 1, 1:charge:91000 1:refund:1000, PARTIAL, settled 90000 vendor",
                "BODY, 2, 1:failure:0 1:refund:1000, PARTIAL, -",
                "VENDOR, -, 1:charge:91000 1:refund:1000, PARTIAL, settled 90000 vendor",
                // an answer is not refuted by silence
                "BODY, 1, -, COMPLETE, -",
                "HEADER, 1, -, GIVEN_UP, -",
                // a guess gives way to whatever is known
                "ESTIMATE, 1, 1:charge:91000, PARTIAL, settled 91000 vendor",
                "ESTIMATE, 1, 1:charge:90000, PARTIAL, settled 90000 vendor",
                "ESTIMATE, 1, 1:failure:0, PARTIAL, released vendor",
                "ESTIMATE, 1, -, COMPLETE, released absence",
                "ESTIMATE, -, -, PARTIAL, -",
                "ESTIMATE, 1, -, GIVEN_UP, -",
                "OPERATOR, 1, 1:charge:91000, PARTIAL, settled 91000 vendor",
                "OPERATOR, 1, 1:failure:0, PARTIAL, released vendor",
                "OPERATOR, 1, -, COMPLETE, -"
            })
    void settled(
            Evidence evidence,
            @Nullable Integer attempts,
            @Nullable String rows,
            LogCompleteness reading,
            @Nullable String verdict) {
        assertThat(judged(State.SETTLED, 91_000L, evidence, attempts, rows, reading))
                .isEqualTo(verdict);
    }

    @Test
    void heldIsItsOwnersBusiness() {
        assertThat(judged(State.HELD, null, null, null, "1:charge:91000", LogCompleteness.COMPLETE))
                .isNull();
    }

    private static @Nullable String judged(
            State state,
            @Nullable Long used,
            @Nullable Evidence evidence,
            @Nullable Integer attempts,
            @Nullable String rows,
            LogCompleteness reading) {
        return Adjustment.of(entry(state, used, evidence, attempts), rows(rows), reading)
                .map(AdjustmentTests::words)
                .orElse(null);
    }

    private static String words(Adjustment verdict) {
        return verdict.to().label()
                + (verdict.used() == null ? "" : " " + verdict.used())
                + " "
                + verdict.evidence().label()
                + (verdict.billedRefusal() ? "!" : "");
    }

    private static List<VendorRow> rows(@Nullable String rows) {
        var list = new ArrayList<VendorRow>();
        for (var row : rows == null ? new String[0] : rows.split(" ", -1)) {
            var parts = row.split(":", -1);
            var kind = Kind.ofLabel(parts[1]);
            list.add(new VendorRow(
                    row,
                    kind,
                    kind == Kind.REFUND ? null : "gen-a." + parts[0],
                    "inference-" + parts[0],
                    null,
                    new Credits(Long.parseLong(parts[2])),
                    TIME));
        }
        return list;
    }

    private static Entry entry(
            State state, @Nullable Long used, @Nullable Evidence evidence, @Nullable Integer attempts) {
        return new Entry(
                "gen-a",
                state,
                "team-a",
                null,
                "stable-diffusion-v3-medium",
                1,
                1,
                null,
                null,
                null,
                1L,
                "hash",
                null,
                List.of("abcd…"),
                attempts,
                null,
                null,
                91_000,
                used,
                evidence,
                null,
                0,
                0,
                0,
                TIME,
                TIME.plusSeconds(160),
                null,
                null,
                null,
                List.of());
    }
}
