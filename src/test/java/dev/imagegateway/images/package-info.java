/** Images as base64: fetched, sent and counted in memory. */
@NullMarked
package dev.imagegateway.images;

import org.jspecify.annotations.NullMarked;
