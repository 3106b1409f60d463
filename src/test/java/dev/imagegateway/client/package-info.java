/** Who may call, by which keys and tokens, and what is written down about those who may not. */
@NullMarked
package dev.imagegateway.client;

import org.jspecify.annotations.NullMarked;
