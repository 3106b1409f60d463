package dev.imagegateway.ledger;

/** How completely the vendor's logs were read for the time range that can contain a generation's rows. */
enum LogCompleteness {
    /** Read in part; more rows may follow. */
    PARTIAL,
    /** Read to the end, with all required keys and long enough afterwards; the vendor will add no rows. */
    COMPLETE,
    /** Unreadable for too long; the rows are no longer expected. */
    GIVEN_UP
}
