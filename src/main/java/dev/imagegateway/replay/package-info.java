/** Finds the earlier generation that answers a request: by idempotency key, as a retry, or by seed. */
@ApplicationModule(allowedDependencies = {"client", "deadline", "image", "ledger", "model", "problem", "secret"})
@NullMarked
package dev.imagegateway.replay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
