/**
 * The registry of clients: their keys, limits, budgets and models, configured in the settings and in a file that is
 * reloaded when it changes.
 */
@ApplicationModule(allowedDependencies = {"budget", "image", "model", "problem", "reload", "secret", "settings"})
@NullMarked
package dev.imagegateway.client;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
