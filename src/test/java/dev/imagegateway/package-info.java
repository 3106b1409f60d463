/** Rules for the code, one request's whole journey, and the search for leaked keys after all other tests. */
@NullMarked
package dev.imagegateway;

import org.jspecify.annotations.NullMarked;
