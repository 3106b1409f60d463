/** The journey of one generation, from the caller's bytes to the caller's answer. */
@ApplicationModule(
        allowedDependencies = {
            "client",
            "deadline",
            "delivery",
            "image",
            "ledger",
            "model",
            "query",
            "ratelimit",
            "replay",
            "secret",
            "upstream",
            "problem",
            "telemetry"
        })
@NullMarked
package dev.imagegateway.generation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
