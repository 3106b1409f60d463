/** The catalogue of models: their documents, the rules and prices of requests, and the requests themselves. */
@ApplicationModule(allowedDependencies = {"http", "image", "problem", "reload", "schema", "secret", "settings"})
@NullMarked
package dev.imagegateway.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
