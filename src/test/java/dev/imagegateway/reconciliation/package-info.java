/** Reconciliation with the vendor's books on both stores, and the comparison of prices. */
@NullMarked
package dev.imagegateway.reconciliation;

import org.jspecify.annotations.NullMarked;
