/** Outgoing HTTP connections: an answer goes to the request it belongs to, or the connection is closed. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.connection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
