/** The console: a page for people in the browser, made of static files, which uses only the public API. */
@ApplicationModule(allowedDependencies = {"client", "http", "problem", "secret"})
@NullMarked
package dev.imagegateway.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
