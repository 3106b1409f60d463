package dev.imagegateway.ledger;

import dev.imagegateway.image.Credits;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of the vendor's books.
 *
 * @param id the same whenever the row is read; what it says may change, for a charge can be written late
 * @param kind what it says
 * @param attempt the POST that it is about, {@code <generation>.<n>} if it is one of ours; a refund does not tell
 * @param reference the vendor's own id of what was billed, by which a refund is known to belong to it
 * @param credits how many were charged or given back
 * @param createdAt the vendor's time
 */
public record VendorRow(
        String id,
        Kind kind,
        @Nullable String attempt,
        @Nullable String reference,
        Credits credits,
        Instant createdAt) {

    /** What a row says. */
    public enum Kind {
        /** It succeeded, and this is its cost: 0 may be one that is still to be written. */
        CHARGE,
        /** It failed, and cost nothing. */
        FAILURE,
        /** Some of its cost was given back. */
        REFUND;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofLabel(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /** What becomes of the account by it. */
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
