@NullMarked
package dev.imagegateway.secret;

import org.jspecify.annotations.NullMarked;
