/** Reports of what was spent and what is left. */
@NullMarked
package dev.imagegateway.usage;

import org.jspecify.annotations.NullMarked;
