/** The journey of one generation, from the caller's bytes to the caller's answer. */
@ApplicationModule(
        allowedDependencies = {
            "billing",
            "budget",
            "client",
            "deadline",
            "delivery",
            "http",
            "image",
            "ledger",
            "model",
            "problem",
            "ratelimit",
            "replay",
            "secret",
            "telemetry",
            "upstream"
        })
@NullMarked
package dev.imagegateway.generation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
