package dev.imagegateway.ledger;

/** The store did not answer in time, or not at all. */
final class LedgerUnavailableException extends RuntimeException {

    LedgerUnavailableException(String reason) {
        super(reason, null, false, false);
    }
}
