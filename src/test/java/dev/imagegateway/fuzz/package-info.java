/** Jazzer sends anything to a gateway. */
@NullMarked
package dev.imagegateway.fuzz;

import org.jspecify.annotations.NullMarked;
