/** Every generation's money, on disk before anything is sent: held, settled, released or unknown, and by whom. */
@ApplicationModule(allowedDependencies = {"budget", "client", "deadline", "image", "problem", "store"})
@NullMarked
package dev.imagegateway.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
