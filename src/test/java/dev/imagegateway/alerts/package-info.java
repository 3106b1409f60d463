/**
 * The alerts, runbooks and board of {@code observability}, against a running gateway and a real Prometheus. {@code .ci/alerts}
 * runs them.
 */
@NullMarked
package dev.imagegateway.alerts;

import org.jspecify.annotations.NullMarked;
