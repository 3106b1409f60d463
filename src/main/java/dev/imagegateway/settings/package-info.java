/**
 * Checks the whole configuration before anything starts: every name must be a setting, every value must be valid, and
 * no two may contradict each other. All faults are reported together.
 */
@ApplicationModule(allowedDependencies = "problem")
@NullMarked
package dev.imagegateway.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
