package dev.imagegateway.images;

import java.io.IOException;

/** The store of images responds, and refused one call. The message names the status and the code of its response. */
final class StoreRefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final String reason;

    /** @param reason for the operator, without secrets */
    StoreRefusedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
