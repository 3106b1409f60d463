package dev.imagegateway.ledger;

import dev.imagegateway.image.Cost;
import java.util.Locale;

/** The source of a generation's cost. Stronger evidence replaces weaker; equal evidence replaces nothing. */
public enum Evidence {
    /** The vendor's logs could not be read for too long: what was held is taken for spent. */
    ESTIMATE(0),
    /** The vendor's logs were read completely and do not have it. */
    ABSENCE(1),
    /** A person decided. */
    OPERATOR(2),
    /** No byte of it was sent. */
    NOT_SENT(3),
    /** The upstream refused in its own words, which it documents not to bill. */
    REFUSAL(3),
    /** The upstream answered without a cost: the catalogue's price. */
    CATALOGUE(3),
    /** The answer's header. */
    HEADER(4),
    /** The answer's body. */
    BODY(4),
    /** A row of the vendor's books. */
    VENDOR(5);

    private final int rank;

    Evidence(int rank) {
        this.rank = rank;
    }

    /** The name on the wire and in the books. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The evidence that a cost read from an answer is. */
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

    /** The vendor's books may correct themselves, as by a refund; nobody else's second word counts. */
    boolean replaces(Evidence earlier) {
        return rank > earlier.rank || (this == VENDOR && earlier == VENDOR);
    }
}
