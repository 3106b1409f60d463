/**
 * A simulation of AIML API for trying and testing the gateway without a key and without cost. It shares no code with
 * the gateway: its knowledge of the vendor is independent, so that a misunderstanding on one side does not hide on the
 * other.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
