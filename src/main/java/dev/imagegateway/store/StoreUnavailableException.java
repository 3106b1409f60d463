package dev.imagegateway.store;

/** The database did not respond, or not in time. */
public final class StoreUnavailableException extends RuntimeException {

    /** @param reason for the log */
    public StoreUnavailableException(String reason) {
        super(reason, null, false, false);
    }
}
