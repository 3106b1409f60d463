/** The server's guard with a clock of the test's own. */
@NullMarked
package dev.imagegateway.server;

import org.jspecify.annotations.NullMarked;
