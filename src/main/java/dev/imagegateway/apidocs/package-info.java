/** The OpenAPI document: written in {@code openapi.yaml}, with what the code and the catalogue know put in. */
@ApplicationModule(allowedDependencies = {"generation", "http", "ledger", "model", "problem", "schema"})
@NullMarked
package dev.imagegateway.apidocs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
