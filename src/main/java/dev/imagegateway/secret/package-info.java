/** A value that cannot be printed, and the file it is read from: so that no line of code has to remember to mask. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
