package dev.imagegateway.model;

/** A model document that cannot be used. The message says what to change. */
final class InvalidDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidDocumentException(String message) {
        super(message);
    }
}
