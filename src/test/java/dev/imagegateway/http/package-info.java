/** Errors as callers read them, and the guard against slow callers, with and without TLS. */
@NullMarked
package dev.imagegateway.http;

import org.jspecify.annotations.NullMarked;
