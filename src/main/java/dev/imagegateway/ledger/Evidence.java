package dev.imagegateway.ledger;

import dev.imagegateway.image.Cost;
import java.util.Locale;

/** The source of a generation's cost. Stronger evidence replaces weaker; equal evidence replaces nothing. */
public enum Evidence {
    /** The vendor's logs could not be read for too long. The credits held count as spent. */
    ESTIMATE(0),
    /** The vendor's logs were read completely and contain no row. */
    ABSENCE(1),
    /** An operator decided. */
    OPERATOR(2),
    /** No byte was sent. */
    NOT_SENT(3),
    /** The upstream refused with its own error format. It documents that refusals are not billed. */
    REFUSAL(3),
    /** The upstream's response had no cost, so the catalogue's price counts. */
    CATALOGUE(3),
    /** The response's header. */
    HEADER(4),
    /** The response's body. */
    BODY(4),
    /** A row of the vendor's records. */
    VENDOR(5);

    private final int rank;

    Evidence(int rank) {
        this.rank = rank;
    }

    /** The name in JSON and in the ledger. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the evidence for a cost that was read from a response. */
    static Evidence of(Cost.Source source) {
        return switch (source) {
            case BODY -> BODY;
            case HEADER -> HEADER;
            case CATALOGUE -> CATALOGUE;
        };
    }

    static Evidence ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * Whether this evidence replaces earlier evidence. Only the vendor may correct itself, for example by a refund.
     */
    boolean replaces(Evidence earlier) {
        return rank > earlier.rank || (this == VENDOR && earlier == VENDOR);
    }
}
