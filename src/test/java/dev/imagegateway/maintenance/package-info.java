/** Commands for the operator of a ledger. */
@NullMarked
package dev.imagegateway.maintenance;

import org.jspecify.annotations.NullMarked;
