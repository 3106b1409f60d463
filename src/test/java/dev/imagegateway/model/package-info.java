/** Request bodies: what is accepted and forwarded, what is refused, and the most expensive ones. */
@NullMarked
package dev.imagegateway.model;

import org.jspecify.annotations.NullMarked;
