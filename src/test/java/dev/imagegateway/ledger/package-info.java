/** The books on real stores. */
@NullMarked
package dev.imagegateway.ledger;

import org.jspecify.annotations.NullMarked;
