/**
 * Access to the HTTP API and to the management port: Spring Security's filter chain, authentication by client key or
 * token, token issuers, and rate limiting of refused addresses.
 */
@ApplicationModule(allowedDependencies = {"client", "http", "problem", "secret", "telemetry"})
@NullMarked
package dev.imagegateway.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
