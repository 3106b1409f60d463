/** Outgoing HTTP connections, each for a single request and its response. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.connection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
