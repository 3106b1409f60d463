/** Which earlier generation answers a request: by the caller's name for it, as a retry, or by its seed. */
@ApplicationModule(allowedDependencies = {"client", "image", "ledger", "problem"})
@NullMarked
package dev.imagegateway.replay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
