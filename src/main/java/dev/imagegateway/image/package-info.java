/** The request and the response as values that most packages share. */
@ApplicationModule(allowedDependencies = "secret")
@NullMarked
package dev.imagegateway.image;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
