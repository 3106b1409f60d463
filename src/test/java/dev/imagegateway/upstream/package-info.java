/** Tests of parts of the upstream client whose timing no upstream can control. */
@NullMarked
package dev.imagegateway.upstream;

import org.jspecify.annotations.NullMarked;
