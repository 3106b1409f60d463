/** Timeouts that are cheap enough for every request, and schedulers for work in the background. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.deadline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
