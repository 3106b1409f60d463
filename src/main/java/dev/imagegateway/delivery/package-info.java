/** Fetches the bytes of images, only from allowed origins and within size and memory limits. */
@ApplicationModule(allowedDependencies = {"connection", "image", "problem", "secret", "settings"})
@NullMarked
package dev.imagegateway.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
