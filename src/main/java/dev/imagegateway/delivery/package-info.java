/** The bytes of images: fetched only from where they may come from, and never more than expected. */
@ApplicationModule(allowedDependencies = {"connection", "image", "problem", "settings"})
@NullMarked
package dev.imagegateway.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
