/** Requests that are sent more than once: by key, as a retry, or with the same seed. */
@NullMarked
package dev.imagegateway.replay;

import org.jspecify.annotations.NullMarked;
