/** Finds the earlier generation that answers a request: by the caller's key for it, as a retry, or by its seed. */
@ApplicationModule(allowedDependencies = {"client", "deadline", "image", "ledger", "model", "problem", "secret"})
@NullMarked
package dev.imagegateway.replay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
