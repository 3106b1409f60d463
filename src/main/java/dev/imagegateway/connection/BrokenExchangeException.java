package dev.imagegateway.connection;

/** The peer broke the rules of HTTP in a way that leaves it uncertain which answer belongs to which request. */
final class BrokenExchangeException extends RuntimeException {

    BrokenExchangeException(String message) {
        super(message, null, false, false);
    }
}
