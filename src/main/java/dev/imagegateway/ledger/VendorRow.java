package dev.imagegateway.ledger;

import dev.imagegateway.image.Credits;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of the vendor's records.
 *
 * @param id stays the same between readings. The content may change, because a charge may be written late.
 * @param kind the kind of row
 * @param attempt the POST that it belongs to, {@code <generation>.<n>} if a gateway sent it; refunds have none
 * @param reference the vendor's id of the billed request, which connects a refund with its charge
 * @param model the name of its model in the vendor's words; null if it is not known
 * @param credits credits charged or refunded
 * @param createdAt the vendor's time
 */
public record VendorRow(
        String id,
        Kind kind,
        @Nullable String attempt,
        @Nullable String reference,
        @Nullable String model,
        Credits credits,
        Instant createdAt) {

    /** The kind of a row. */
    public enum Kind {
        /** The request succeeded with this cost. 0 may mean that the cost is not written yet. */
        CHARGE,
        /** The request failed and cost nothing. */
        FAILURE,
        /** Part of the cost was refunded. */
        REFUND;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofLabel(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /** The effect on the cost: charges positive, refunds negative. */
    long signed() {
        return switch (kind) {
            case CHARGE -> credits.amount();
            case FAILURE -> 0;
            case REFUND -> -credits.amount();
        };
    }

    boolean isPaid() {
        return kind == Kind.CHARGE && credits.amount() > 0;
    }
}
