/** Reading of the vendor's logs, ledger and price list, whatever state they are in. */
@NullMarked
package dev.imagegateway.billing;

import org.jspecify.annotations.NullMarked;
