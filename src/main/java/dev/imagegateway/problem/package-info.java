/** Errors as values: the list of problem types, one problem with its violations, and the exceptions that carry them. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
