/** Reports of what was spent, and the comparison with the vendor's books. */
@NullMarked
package dev.imagegateway.usage;

import org.jspecify.annotations.NullMarked;
