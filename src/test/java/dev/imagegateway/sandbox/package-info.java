/** Tests call the sandbox over HTTP only, as the gateway does. */
@NullMarked
package dev.imagegateway.sandbox;

import org.jspecify.annotations.NullMarked;
