/** Keeps the bytes of images: copies them from the upstream, stores them, and serves them under signed URLs. */
@ApplicationModule(
        allowedDependencies = {
            "client",
            "connection",
            "deadline",
            "http",
            "image",
            "ledger",
            "problem",
            "secret",
            "settings",
            "store",
            "telemetry"
        })
@NullMarked
package dev.imagegateway.images;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
