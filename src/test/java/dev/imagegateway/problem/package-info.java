/** Errors as callers read them. */
@NullMarked
package dev.imagegateway.problem;

import org.jspecify.annotations.NullMarked;
