/** The one way to AIML: what is sent, what came of it, and what each of its many body and error shapes means. */
@ApplicationModule(
        allowedDependencies = {"connection", "deadline", "image", "secret", "problem", "settings", "telemetry"})
@NullMarked
package dev.imagegateway.upstream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
