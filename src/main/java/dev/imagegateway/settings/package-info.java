/**
 * Checks the whole configuration before anything starts: every name has to be a setting, every value has to mean what it
 * says, and no two may contradict each other. All faults are reported together.
 */
@ApplicationModule(allowedDependencies = "problem")
@NullMarked
package dev.imagegateway.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
