/** What can be watched of a running gateway. */
@NullMarked
package dev.imagegateway.telemetry;

import org.jspecify.annotations.NullMarked;
