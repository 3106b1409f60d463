@NullMarked
package dev.imagegateway.text;

import org.jspecify.annotations.NullMarked;
