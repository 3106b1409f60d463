/** The request and the response as values, and the catalogue that prices them: everyone's common words. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.image;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
