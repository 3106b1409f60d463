@NullMarked
package dev.imagegateway.lifecycle;

import org.jspecify.annotations.NullMarked;
