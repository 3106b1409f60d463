/** The keys of clients, and clients that change while the gateway runs. */
@NullMarked
package dev.imagegateway.client;

import org.jspecify.annotations.NullMarked;
