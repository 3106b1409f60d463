/**
 * Request ids, logging context, spans and audit log, so that one id connects a caller's report, the logs and the ledger;
 * gauges whose tags come and go.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.telemetry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
