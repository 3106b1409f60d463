/** Outgoing HTTP connections: one request and its answer each. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.connection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
