/** Tests of the whole gateway over HTTP, and what they stand on: real servers, no mocks. */
@NullMarked
package dev.imagegateway;

import org.jspecify.annotations.NullMarked;
