/** The console: its files over HTTP, and its views in a real browser. */
@NullMarked
package dev.imagegateway.console;

import org.jspecify.annotations.NullMarked;
