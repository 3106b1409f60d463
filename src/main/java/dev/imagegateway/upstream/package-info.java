/** The client of AIML: sends attempts, classifies their outcomes, and parses all known response and error formats. */
@ApplicationModule(
        allowedDependencies = {"connection", "deadline", "image", "secret", "problem", "settings", "telemetry"})
@NullMarked
package dev.imagegateway.upstream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
