/**
 * A simulation of AIML API, so that the gateway can be tried, tested and broken without a key and without a bill. It is
 * a server of its own that shares no code with the gateway: what it knows of the vendor, it knows independently, and a
 * misunderstanding on one side does not hide on the other.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
