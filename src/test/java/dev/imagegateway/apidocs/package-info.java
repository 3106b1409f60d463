/** The API document: what it says is what the service does. */
@NullMarked
package dev.imagegateway.apidocs;

import org.jspecify.annotations.NullMarked;
