/** The codec of outgoing connections alone, for what no socket can be made to do on purpose. */
@NullMarked
package dev.imagegateway.connection;

import org.jspecify.annotations.NullMarked;
