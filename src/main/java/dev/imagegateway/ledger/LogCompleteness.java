package dev.imagegateway.ledger;

/** How completely the vendor's logs were read for the time in which a generation's rows could be. */
enum LogCompleteness {
    /** What was read so far; more may come. */
    PARTIAL,
    /** All that the vendor will ever write: read to the end, with the keys it takes, long enough after. */
    COMPLETE,
    /** It could not be read for so long that nobody waits any more. */
    GIVEN_UP
}
