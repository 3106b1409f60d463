/** What a client's limits allow, in one process and across several. */
@NullMarked
package dev.imagegateway.ratelimit;

import org.jspecify.annotations.NullMarked;
