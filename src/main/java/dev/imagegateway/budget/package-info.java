/** Budgets and their calendar periods. */
@ApplicationModule(allowedDependencies = "image")
@NullMarked
package dev.imagegateway.budget;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
