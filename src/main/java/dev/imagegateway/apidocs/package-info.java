/** The OpenAPI document: written in {@code openapi.yaml}, with what the code knows put in when the gateway starts. */
@ApplicationModule(allowedDependencies = {"generation", "http", "ledger", "model", "problem", "schema"})
@NullMarked
package dev.imagegateway.apidocs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
