/** The application's entry point. It imports no feature, and no feature imports it. */
@NullMarked
package dev.imagegateway;

import org.jspecify.annotations.NullMarked;
