package dev.imagegateway.image;

/** Whose URL a caller gets for an image. */
public enum ImageUrl {
    /** The gateway's, if it keeps the image. */
    OWN,
    /** The upstream's, as long as the upstream serves it. */
    UPSTREAM
}
