package dev.imagegateway.ledger;

/** Whether the gateway keeps an image. */
public enum ImageState {
    /** It is to be copied from the upstream. */
    PENDING,
    /** Its bytes are in the store. */
    KEPT,
    /** It could not be copied. The upstream's URL may still work. */
    FAILED,
    /** It has expired, made room for newer images, or was deleted. */
    REMOVED
}
