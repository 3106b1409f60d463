/** Secret values that are masked when printed, and the files they are read from. */
@ApplicationModule(allowedDependencies = {"text"})
@NullMarked
package dev.imagegateway.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
