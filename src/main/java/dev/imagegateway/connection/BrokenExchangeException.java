package dev.imagegateway.connection;

/** The peer violated HTTP such that it is uncertain which response belongs to which request. */
final class BrokenExchangeException extends RuntimeException {

    BrokenExchangeException(String message) {
        super(message, null, false, false);
    }
}
