/** Authentication by key and by token, token issuers, the management port, and what is logged of refused requests. */
@NullMarked
package dev.imagegateway.access;

import org.jspecify.annotations.NullMarked;
