/** Requests for images, from the body to the books, on either store. */
@NullMarked
package dev.imagegateway.generation;

import org.jspecify.annotations.NullMarked;
