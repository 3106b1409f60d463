/**
 * Stores the credits of every generation before anything is sent: held, settled, released or unknown, and on what
 * evidence.
 */
@ApplicationModule(allowedDependencies = {"budget", "client", "deadline", "image", "problem", "store", "telemetry"})
@NullMarked
package dev.imagegateway.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
