/** Tests of what runs the gateway elsewhere: the image's recipe, the compose file and the Helm chart, without an engine. */
@NullMarked
package dev.imagegateway.container;

import org.jspecify.annotations.NullMarked;
