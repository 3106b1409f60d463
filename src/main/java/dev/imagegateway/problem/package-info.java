/** Errors as values: problem types, problems with their violations, and the exceptions that carry them. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
