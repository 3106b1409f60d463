package dev.imagegateway.delivery;

/** An image could not be fetched. Its message is for the log and the caller alike: it quotes nothing. */
final class FetchFailedException extends RuntimeException {

    private final boolean worthAnotherTry;

    FetchFailedException(String message, boolean worthAnotherTry) {
        super(message, null, false, false);
        this.worthAnotherTry = worthAnotherTry;
    }

    boolean isWorthAnotherTry() {
        return worthAnotherTry;
    }
}
