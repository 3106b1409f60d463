/** The status for operators. */
@NullMarked
package dev.imagegateway.status;

import org.jspecify.annotations.NullMarked;
