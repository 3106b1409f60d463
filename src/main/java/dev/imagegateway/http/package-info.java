/**
 * The HTTP side that all endpoints share: problems are rendered as responses, query parameters are read strictly, and
 * Tomcat is guarded, on both ports, against connections of slow callers and against oversized or unread requests.
 */
@ApplicationModule(allowedDependencies = {"problem", "settings", "telemetry"})
@NullMarked
package dev.imagegateway.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
