/** The journey of one generation, from the request body to the response. */
@ApplicationModule(
        allowedDependencies = {
            "billing",
            "client",
            "deadline",
            "http",
            "image",
            "images",
            "ledger",
            "model",
            "problem",
            "ratelimit",
            "replay",
            "schema",
            "secret",
            "telemetry",
            "upstream"
        })
@NullMarked
package dev.imagegateway.generation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
