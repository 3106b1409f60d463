/** Budgets, and the periods of the calendar that they are counted by. */
@ApplicationModule(allowedDependencies = "image")
@NullMarked
package dev.imagegateway.budget;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
