/** Real client libraries, called as their users call them. */
@NullMarked
package dev.imagegateway.sdk;

import org.jspecify.annotations.NullMarked;
