/** Which characters of a text may be shown to people and programs. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.text;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
