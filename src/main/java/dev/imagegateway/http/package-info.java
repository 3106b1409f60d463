/**
 * HTTP functions shared by all endpoints: rendering problems, strict parsing of queries and JSON bodies, and guarding
 * Tomcat on both ports against slow callers and oversized or unread requests.
 */
@ApplicationModule(allowedDependencies = {"problem", "settings", "telemetry", "text"})
@NullMarked
package dev.imagegateway.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
