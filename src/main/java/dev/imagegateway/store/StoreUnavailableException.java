package dev.imagegateway.store;

/** The store did not answer in time, or not at all. */
public final class StoreUnavailableException extends RuntimeException {

    /** @param reason for the log */
    public StoreUnavailableException(String reason) {
        super(reason, null, false, false);
    }
}
