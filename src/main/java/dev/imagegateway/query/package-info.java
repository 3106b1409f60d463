/** Query parameters, read as strictly as bodies are: one value each, of one type, and every fault at once. */
@ApplicationModule(allowedDependencies = "problem")
@NullMarked
package dev.imagegateway.query;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
